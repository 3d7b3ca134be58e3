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
  await client.get(address, signal);
  if (options.silent !== true) {
    await confirmed(`Are you sure you want to delete this ${kind.humanKind}`, context);
  }
  progress.action(`deleting ${kind.humanKind} ${name} in ${namespace} namespace`);
  await client.delete(address, {}, signal);
  progress.success(`${kind.humanKind} deleted`);
}
