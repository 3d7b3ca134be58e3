import { ConnectionError, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Command } from 'commander';
import { helmRelease, kustomization } from '../kinds/delivery-kinds.ts';
import { type FluxKind, isSuspended, readyCondition, statusOf } from '../kinds/flux-kind.ts';
import { imagePolicy, imageRepository, imageUpdate } from '../kinds/image-kinds.ts';
import { alert, alertProvider, receiver } from '../kinds/notification-kinds.ts';
import { bucket, gitRepository, helmChart, helmRepository, ociRepository } from '../kinds/source-kinds.ts';
import type { CliContext } from '../program/cli-context.ts';
import { deadline } from '../program/deadline.ts';
import type { GlobalOptions } from '../program/global-options.ts';
import { formatTable } from '../program/table.ts';

/** In the order of flux. */
const countedKinds: readonly FluxKind[] = [
  gitRepository,
  ociRepository,
  helmRepository,
  helmChart,
  bucket,
  kustomization,
  helmRelease,
  alert,
  alertProvider,
  receiver,
  imageUpdate,
  imagePolicy,
  imageRepository,
];

interface StatsFlags extends GlobalOptions {
  readonly allNamespaces?: boolean;
}

/** `flux19 stats`: how many objects of each kind there are, and how they fare. */
export function addStatsVerb(program: Command, context: CliContext): void {
  program
    .command('stats')
    .description('Stats of Flux reconciles')
    .option('-A, --all-namespaces', 'list the statistics for objects across all namespaces')
    .action(async (_: unknown, self: Command) => {
      const options = self.optsWithGlobals<StatsFlags>();
      const namespace = options.allNamespaces === true ? undefined : options.namespace;
      const client = context.connect(options);
      const signal = deadline(context, options);
      const lists = await Promise.all(countedKinds.map((kind) => read(kind, namespace, client, signal)));
      const rows = lists.map((objects, i) => [countedKinds[i]?.kind ?? '', ...counts(objects)]);
      context.terminal.out(formatTable(['Reconcilers', 'Running', 'Failing', 'Suspended', 'Storage'], rows));
    });
}

/** Flux: a kind that cannot be read counts as none. */
async function read(
  kind: FluxKind,
  namespace: string | undefined,
  client: KubeClient,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  try {
    return (await client.list(kind, { namespace }, signal)).items;
  } catch (thrown) {
    if (signal.aborted || thrown instanceof ConnectionError) throw thrown;
    return [];
  }
}

function counts(objects: readonly KubeObject[]): readonly string[] {
  const suspended = objects.filter(isSuspended).length;
  const failing = objects.filter((object) => readyCondition(object)?.status === 'False').length;
  const bytes = objects.reduce((sum, object) => sum + artifactBytes(object), 0);
  return [String(objects.length - suspended), String(failing), String(suspended), formatBytes(bytes)];
}

function artifactBytes(object: KubeObject): number {
  const { size } = (statusOf(object).artifact ?? {}) as { readonly size?: number };
  return size ?? 0;
}

const unit = 1024;

/** `-` for nothing, `512 B`, `1.5 KiB`. */
function formatBytes(bytes: number): string {
  if (bytes === 0) return '-';
  if (bytes < unit) return `${bytes} B`;
  let size = bytes / unit;
  let letter = 0;
  for (; size >= unit; letter++) size /= unit;
  return `${size.toFixed(1)} ${'KMGTPE'[letter] ?? ''}iB`;
}
