import type { KubeClient } from '@flux19/kube';
import type { Command } from 'commander';
import type { FluxKind } from '../kinds/flux-kind.ts';
import { fluxKinds } from '../kinds/flux-kinds.ts';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';
import { deadline } from '../program/deadline.ts';
import type { GlobalOptions } from '../program/global-options.ts';
import { kindCommand } from '../program/verb-groups.ts';

interface SuspendFlags extends GlobalOptions {
  readonly all?: boolean;
}

/** `flux19 suspend ...`: sets `spec.suspend`, so that controllers leave an object alone. */
export function addSuspendVerbs(program: Command, context: CliContext): void {
  const suspend = program
    .command('suspend')
    .description('Suspend resources')
    .option('--all', 'suspend all resources in that namespace');
  for (const kind of fluxKinds) {
    if (kind.canSuspend !== true) continue;
    kindCommand(suspend, kind, 'Suspend')
      .argument('[name...]')
      .action(async (names: readonly string[], _: unknown, self: Command) => {
        await suspendNamed(kind, names, self.optsWithGlobals<SuspendFlags>(), context);
      });
  }
}

async function suspendNamed(
  kind: FluxKind,
  names: readonly string[],
  options: SuspendFlags,
  context: CliContext,
): Promise<void> {
  if (names.length === 0 && options.all !== true) throw new CliError(`${kind.humanKind} name is required`);
  const { namespace } = options;
  const signal = deadline(context, options);
  const suspend = suspender(kind, namespace, context.connect(options), context, signal);
  if (names.length === 0) {
    if ((await suspend()) === 0)
      throw new CliError('no objects found', { hints: [`there is no ${kind.kind} in namespace ${namespace}`] });
    return;
  }
  for (const name of new Set(names)) {
    try {
      if ((await suspend(name)) === 0)
        context.progress.failure(`${kind.kind} ${name} not found in ${namespace} namespace`);
    } catch (thrown) {
      signal.throwIfAborted();
      if (!(thrown instanceof Error)) throw thrown;
      // Flux: one object that cannot be suspended does not fail the command.
      context.progress.failure(`failed suspending ${kind.kind} ${name} in ${namespace} namespace: ${thrown.message}`);
    }
  }
}

/** Suspends the object of a name, or all; answers how many there were. */
function suspender(
  kind: FluxKind,
  namespace: string,
  client: KubeClient,
  { progress }: CliContext,
  signal: AbortSignal,
): (name?: string) => Promise<number> {
  return async (name) => {
    const selected = name === undefined ? {} : { fieldSelector: `metadata.name=${name}` };
    const { items } = await client.list(kind, { namespace, ...selected }, signal);
    for (const { apiVersion, metadata } of items) {
      progress.action(`suspending ${kind.humanKind} ${metadata.name} in ${namespace} namespace`);
      const address = { apiVersion, kind: kind.kind, namespace, name: metadata.name };
      await client.patch(address, { spec: { suspend: true } }, { type: 'merge' }, signal);
      progress.success(`${kind.humanKind} suspended`);
    }
    return items.length;
  };
}
