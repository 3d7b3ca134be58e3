import type { Command } from 'commander';
import type { FluxKind } from '../../kinds/flux-kind.ts';
import { fluxKinds } from '../../kinds/flux-kinds.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { kindCommand } from '../../program/verb-groups.ts';
import { reconcileObject } from './reconcile-object.ts';

interface ReconcileFlags extends GlobalOptions {
  readonly withSource?: boolean;
  readonly force?: boolean;
  readonly reset?: boolean;
}

/** `flux19 reconcile ...`: asks a controller for a pass now, and waits until it is over. */
export function addReconcileVerbs(program: Command, context: CliContext): void {
  const reconcile = program.command('reconcile').description('Reconcile sources and resources');
  for (const kind of fluxKinds) if (kind.canReconcile === true) addKind(reconcile, kind, context);
}

function addKind(verb: Command, kind: FluxKind, context: CliContext): void {
  const command = kindCommand(verb, kind, 'Reconcile').argument('[name]');
  if (kind.sourceOf !== undefined) command.option('--with-source', `reconcile ${kind.kind} source`);
  if (kind.kind === 'HelmRelease') {
    command.option('--force', 'force a one-off install or upgrade of the HelmRelease resource');
    command.option('--reset', 'reset the failure count for this HelmRelease resource');
  }
  command.action(async (name: string | undefined, _: unknown, self: Command) => {
    const options = self.optsWithGlobals<ReconcileFlags>();
    if (name === undefined) throw new CliError(`${kind.kind} name is required`);
    await reconcileObject(
      {
        kind,
        namespace: options.namespace,
        name,
        withSource: options.withSource === true,
        requests: { force: options.force === true, reset: options.reset === true },
      },
      { context, client: context.connect(options), timeoutMs: options.timeout, signal: deadline(context, options) },
    );
  });
}
