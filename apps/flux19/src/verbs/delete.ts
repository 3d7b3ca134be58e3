import type { Kustomization } from '@flux19/api';
import type { KubeObject } from '@flux19/objects';
import type { Command } from 'commander';
import type { FluxKind } from '../kinds/flux-kind.ts';
import { fluxKinds } from '../kinds/flux-kinds.ts';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';
import { confirmed } from '../program/confirmed.ts';
import { deadline } from '../program/deadline.ts';
import type { GlobalOptions } from '../program/global-options.ts';
import { kindCommand } from '../program/verb-groups.ts';

interface DeleteFlags extends GlobalOptions {
  readonly silent?: boolean;
}

/** `flux19 delete ...`. */
export function addDeleteVerbs(program: Command, context: CliContext): void {
  const remove = program
    .command('delete')
    .description('Delete sources and resources')
    .option('-s, --silent', 'delete resource without asking for confirmation');
  for (const kind of fluxKinds) {
    if (kind.canDelete !== true) continue;
    kindCommand(remove, kind, 'Delete')
      .argument('[name]')
      .action(async (name: string | undefined, _: unknown, self: Command) => {
        await deleteNamed(kind, name, self.optsWithGlobals<DeleteFlags>(), context);
      });
  }
}

/** What goes with a Kustomization; nothing for other kinds, and for those that leave what they applied. */
function adviseOnDelete(object: KubeObject): readonly string[] {
  if (object.kind !== 'Kustomization') return [];
  const { metadata, spec, status } = object as Kustomization;
  const { deletionPolicy = 'MirrorPrune' } = spec;
  const count = status?.inventory?.entries.length ?? 0;
  const isKept =
    spec.suspend === true || deletionPolicy === 'Orphan' || (deletionPolicy === 'MirrorPrune' && !spec.prune);
  if (isKept || count === 0) return [];
  const keep = `flux19 suspend kustomization ${metadata.name} -n ${metadata.namespace}`;
  return [
    `${count === 1 ? '1 object' : `${count} objects`} that it has applied will be deleted with it; to keep what it applied, first: ${keep}`,
  ];
}

async function deleteNamed(
  kind: FluxKind,
  name: string | undefined,
  options: DeleteFlags,
  context: CliContext,
): Promise<void> {
  if (name === undefined) throw new CliError(`${kind.humanKind} name is required`);
  const { namespace } = options;
  const { progress } = context;
  const client = context.connect(options);
  const signal = deadline(context, options);
  const address = { apiVersion: kind.apiVersion, kind: kind.kind, namespace, name };
  const object = await client.get(address, signal);
  if (options.silent !== true) {
    for (const line of adviseOnDelete(object)) progress.warning(line);
    await confirmed(`Are you sure you want to delete this ${kind.humanKind}`, context);
  }
  progress.action(`deleting ${kind.humanKind} ${name} in ${namespace} namespace`);
  await client.delete(address, {}, signal);
  progress.success(`${kind.humanKind} deleted`);
}
