import type { JsonValue } from '@flux19/objects';
import { printYaml } from '@flux19/yaml';
import type { Command } from 'commander';
import { helmRelease } from '../../kinds/delivery-kinds.ts';
import { statusOf } from '../../kinds/flux-kind.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { finalValues } from './final-values.ts';

interface DebugFlags extends GlobalOptions {
  readonly showStatus?: boolean;
  readonly showValues?: boolean;
  readonly showHistory?: boolean;
}

const documentation = 'https://fluxcd.io/flux/components/helm/helmreleases';

/** `flux19 debug helmrelease NAME`. */
export function addDebugHelmRelease(debug: Command, context: CliContext): void {
  debug
    .command('helmrelease')
    .alias('hr')
    .description('Print the status, the history or the final values of a HelmRelease; values may be secret')
    .argument('[name]')
    .option('--show-status', 'print the status of the Helm release')
    .option('--show-values', 'print the final values of the Helm release')
    .option('--show-history', 'print the reconciliation history of the Helm release')
    .action(async (name: string | undefined, _: unknown, self: Command) => {
      await debugHelmRelease(name, self.optsWithGlobals<DebugFlags>(), context);
    });
}

async function debugHelmRelease(name: string | undefined, flags: DebugFlags, context: CliContext): Promise<void> {
  if (name === undefined) throw new CliError('name is required');
  const { showStatus, showValues, showHistory, namespace } = flags;
  if ([showStatus, showValues, showHistory].filter((flag) => flag === true).length !== 1) {
    throw new CliError('exactly one of --show-status, --show-values, or --show-history must be set');
  }
  const client = context.connect(flags);
  const signal = deadline(context, flags);
  const { apiVersion, kind } = helmRelease;
  const object = await client.get({ apiVersion, kind, namespace, name }, signal);
  const { out } = context.terminal;
  if (showStatus === true) {
    out(`# Status documentation: ${documentation}/#helmrelease-status\n${printYaml(statusOf(object) as never)}`);
  } else if (showHistory === true) {
    out(`# History documentation: ${documentation}/#history\n${printYaml(historyOf(statusOf(object)['history']))}`);
  } else {
    out(printYaml(await finalValues(object, client, signal)));
  }
}

/** Flux writes for releases that were not deleted when that was: never. */
function historyOf(history: unknown): JsonValue {
  const entries = (history ?? []) as readonly Readonly<Record<string, JsonValue>>[];
  return entries.map((entry) => ({ deleted: null, ...entry }));
}
