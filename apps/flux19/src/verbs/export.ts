import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Command } from 'commander';
import { exporter, printExport } from '../cluster/exported-object.ts';
import { type FluxKind, specOf } from '../kinds/flux-kind.ts';
import { fluxKinds } from '../kinds/flux-kinds.ts';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';
import { deadline } from '../program/deadline.ts';
import type { GlobalOptions } from '../program/global-options.ts';
import { groupCommand, kindCommand } from '../program/verb-groups.ts';

interface ExportFlags extends GlobalOptions {
  readonly all?: boolean;
  readonly withCredentials?: boolean;
}

/** `flux19 export ...`: objects as YAML that can be kept in git. */
export function addExportVerbs(program: Command, context: CliContext): void {
  const verb = program
    .command('export')
    .description('Export resources in YAML format')
    .option('--all', 'select all resources');
  groupCommand(verb, 'source', 'Export sources').option('--with-credentials', 'include credential secrets');
  for (const kind of fluxKinds) {
    kindCommand(verb, kind, 'Export')
      .argument('[name]')
      .action(async (name: string | undefined, _: unknown, self: Command) => {
        await exportNamed(kind, name, self.optsWithGlobals<ExportFlags>(), context);
      });
  }
}

async function exportNamed(
  kind: FluxKind,
  name: string | undefined,
  options: ExportFlags,
  context: CliContext,
): Promise<void> {
  if (name === undefined && options.all !== true) throw new CliError('name is required');
  const client = context.connect(options);
  const signal = deadline(context, options);
  const objects = await read(kind, options.all === true ? undefined : name, options.namespace, client, signal);
  const exported = exporter();
  for (const object of objects) {
    context.terminal.out(printExport(exported(object)));
    if (options.withCredentials === true) context.terminal.out(await credentials(object, client, signal));
  }
}

async function read(
  kind: FluxKind,
  name: string | undefined,
  namespace: string,
  client: KubeClient,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const { apiVersion, kind: kindName } = kind;
  if (name !== undefined) return [await client.get({ apiVersion, kind: kindName, namespace, name }, signal)];
  const { items } = await client.list(kind, { namespace }, signal);
  if (items.length === 0) throw new CliError(`no objects found in ${namespace} namespace`);
  return items;
}

/** The Secret that a source refers to, as YAML; empty when it refers to none. */
async function credentials(object: KubeObject, client: KubeClient, signal: AbortSignal): Promise<string> {
  const { name } = (specOf(object)['secretRef'] ?? {}) as { readonly name?: string };
  if (name === undefined) return '';
  const { namespace } = object.metadata;
  try {
    const secret = await client.get({ apiVersion: 'v1', kind: 'Secret', namespace, name }, signal);
    const { apiVersion, kind, data, type } = secret;
    const metadata = namespace === undefined ? { name } : { name, namespace };
    return printExport({ apiVersion, kind, metadata, ...(data === undefined ? {} : { data }), type });
  } catch (cause) {
    signal.throwIfAborted();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`failed to retrieve secret ${name}, error: ${why}`, { cause });
  }
}
