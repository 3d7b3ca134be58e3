import type { Kustomization } from '@flux19/api';
import type { KubeClient } from '@flux19/kube';
import { loadVariables } from '@flux19/kustomize-controller';
import type { JsonValue } from '@flux19/objects';
import { printYaml } from '@flux19/yaml';
import type { Command } from 'commander';
import { kustomization as kustomizationKind } from '../../kinds/delivery-kinds.ts';
import { statusOf } from '../../kinds/flux-kind.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { addDebugHelmRelease } from './debug-helm-release.ts';

interface DebugFlags extends GlobalOptions {
  readonly showStatus?: boolean;
  readonly showVars?: boolean;
  readonly showHistory?: boolean;
}

const documentation = 'https://fluxcd.io/flux/components/kustomize/kustomizations';

/** `flux19 debug kustomization NAME`: what helps to find out why it does not do what it should. */
export function addDebugVerbs(program: Command, context: CliContext): void {
  const debug = program.command('debug').description('Debug a flux resource');
  addDebugHelmRelease(debug, context);
  debug
    .command('kustomization')
    .alias('ks')
    .description('Print the status, the history or the final variables of a Kustomization; variables may be secret')
    .argument('[name]')
    .option('--show-status', 'print the status of the Flux Kustomization')
    .option('--show-vars', 'print the final vars of the Flux Kustomization in dot env format')
    .option('--show-history', 'print the reconciliation history of the Flux Kustomization')
    .action(async (name: string | undefined, _: unknown, self: Command) => {
      await debugKustomization(name, self.optsWithGlobals<DebugFlags>(), context);
    });
}

async function debugKustomization(name: string | undefined, flags: DebugFlags, context: CliContext): Promise<void> {
  if (name === undefined) throw new CliError('name is required');
  const { showStatus, showVars, showHistory, namespace } = flags;
  if ([showStatus, showVars, showHistory].filter((flag) => flag === true).length !== 1) {
    throw new CliError('exactly one of --show-status, --show-vars, or --show-history must be set');
  }
  const client = context.connect(flags);
  const signal = deadline(context, flags);
  const { apiVersion, kind } = kustomizationKind;
  const object = (await client.get({ apiVersion, kind, namespace, name }, signal)) as Kustomization;
  const { out } = context.terminal;
  if (showStatus === true) {
    out(`# Status documentation: ${documentation}/#kustomization-status\n${printYaml(statusOf(object) as never)}`);
  } else if (showHistory === true) {
    const history = (statusOf(object)['history'] ?? []) as JsonValue;
    out(`# History documentation: ${documentation}/#history\n${printYaml(history)}`);
  } else {
    out(await variableLines(object, client, signal));
  }
}

async function variableLines(object: Kustomization, client: KubeClient, signal: AbortSignal): Promise<string> {
  if (object.spec.postBuild === undefined) throw new CliError('no post build substitutions found');
  const variables = await loadVariables(object, ({ kind, name }, namespace) =>
    client.find({ apiVersion: 'v1', kind, namespace, name }, signal),
  );
  const sorted = [...variables].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, value]) => `${name}=${value}\n`).join('');
}
