import type { KubeObject } from '@flux19/objects';
import type { Command } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { findManager } from './find-manager.ts';
import { traceKustomization } from './trace-kustomization.ts';
import { traceRelease } from './trace-release.ts';
import { readTargets, type TraceTarget } from './trace-targets.ts';

interface TraceFlags extends GlobalOptions {
  readonly kind?: string;
  readonly apiVersion?: string;
}

/** `flux19 trace`: which source and which revision an object comes from, and how that went. */
export function addTraceVerb(program: Command, context: CliContext): void {
  program
    .command('trace')
    .description('Trace in-cluster objects throughout the GitOps delivery pipeline')
    .argument('[resource...]', '<resource> <name> [<name> ...], or <resource>/<name> ...')
    .option('--kind <kind>', "the Kubernetes object kind, e.g. Deployment'")
    .option('--api-version <version>', "the Kubernetes object API version, e.g. 'apps/v1'")
    .action(async (words: readonly string[], _: unknown, self: Command) => {
      await trace(words, self.optsWithGlobals<TraceFlags>(), context);
    });
}

async function trace(words: readonly string[], options: TraceFlags, context: CliContext): Promise<void> {
  const client = context.connect(options);
  const signal = deadline(context, options);
  const targets = await readTargets(words, options, client, signal);
  for (const [i, target] of targets.entries()) {
    try {
      context.terminal.out(await report(target, client, signal));
    } catch (thrown) {
      signal.throwIfAborted();
      if (!(thrown instanceof Error)) throw thrown;
      // Flux: what cannot be traced does not hide the others.
      const { metadata } = target.object;
      context.terminal.err(
        `failed to trace ${target.kind}/${metadata.name} in namespace ${metadata.namespace ?? ''}: ${thrown.message}`,
      );
    }
    if (i < targets.length - 1) context.terminal.out('---\n');
  }
}

async function report(
  { kind, object }: TraceTarget,
  client: Parameters<typeof findManager>[1],
  signal: AbortSignal,
): Promise<string> {
  const title = titleOf(kind, object);
  const kustomization = await findManager(object, client, 'kustomize.toolkit.fluxcd.io', signal);
  if (kustomization !== undefined) return await traceKustomization(kustomization, title, client, signal);
  const release = await findManager(object, client, 'helm.toolkit.fluxcd.io', signal);
  if (release !== undefined) return await traceRelease(release, title, client, signal);
  throw new CliError('object not managed by Flux');
}

/** The first lines: which object it is. */
function titleOf(kind: string, { metadata }: KubeObject): readonly (readonly [string, string])[] {
  return [
    ['Object', `${kind}/${metadata.name}`],
    ...(metadata.namespace === undefined ? [] : [['Namespace', metadata.namespace] as const]),
    ['Status', 'Managed by Flux'],
  ];
}
