import { hasReason, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { helmRelease } from '../../kinds/delivery-kinds.ts';
import { specOf, statusOf } from '../../kinds/flux-kind.ts';
import { helmChart } from '../../kinds/source-kinds.ts';
import { CliError } from '../../program/cli-error.ts';
import type { Manager } from './find-manager.ts';
import { readSource, sourceLines } from './source-lines.ts';
import { type Line, optional, printBlocks, statusLines } from './trace-text.ts';

const width = 16;
/** Flux: the blocks of some sources have columns of their own. */
const sourceWidths: ReadonlyMap<string, number> = new Map([
  ['GitRepository', 15],
  ['OCIRepository', 17],
  ['ExternalArtifact', 17],
]);

/** The way of an object that a HelmRelease installed. Throws CliError when a link of the chain is missing. */
export async function traceRelease(
  { namespace, name }: Manager,
  title: readonly Line[],
  client: KubeClient,
  signal: AbortSignal,
): Promise<string> {
  const { apiVersion, kind } = helmRelease;
  const release = await read('HelmRelease', { apiVersion, kind, namespace, name }, client, signal);
  const chart = await readChart(release, client, signal);
  const target = helmRelease.sourceOf?.(release);
  const source = target === undefined ? undefined : await readSource(target, client, signal);
  const blocks = [
    { lines: title, width },
    { lines: releaseLines(release), width },
    { lines: chart === undefined ? [] : chartLines(chart), width },
    { lines: source === undefined ? [] : linesOf(source), width: sourceWidths.get(source?.kind ?? '') ?? width },
  ];
  return printBlocks(blocks.filter(({ lines }) => lines.length > 0));
}

async function read(
  what: string,
  address: Parameters<KubeClient['get']>[0],
  client: KubeClient,
  signal: AbortSignal,
): Promise<KubeObject> {
  try {
    return await client.get(address, signal);
  } catch (cause) {
    if (!hasReason(cause, 'NotFound')) throw cause;
    throw new CliError(`failed to find ${what}: ${cause.message}`, { cause });
  }
}

async function readChart(
  release: KubeObject,
  client: KubeClient,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  const { helmChart: path = '' } = statusOf(release) as { readonly helmChart?: string };
  if (path === '') return undefined;
  const [namespace = '', name = ''] = path.split('/');
  const { apiVersion, kind } = helmChart;
  return await read('HelmChart', { apiVersion, kind, namespace, name }, client, signal);
}

/** Flux: a HelmRepository that failed is not told from one that did not. */
function linesOf(source: KubeObject): readonly Line[] {
  const lines = sourceLines(source, { origin: false });
  if (source.kind !== 'HelmRepository') return lines;
  return lines.map(([title, value]) => [title, value.replace('Last reconciliation failed at', 'Last reconciled at')]);
}

function releaseLines(release: KubeObject): readonly Line[] {
  return [
    ['HelmRelease', release.metadata.name],
    ['Namespace', release.metadata.namespace ?? ''],
    ...optional('Target', specOf(release)['targetNamespace']),
    ['Revision', String(statusOf(release)['lastAttemptedRevision'] ?? '')],
    ...statusLines(release, false),
  ];
}

function chartLines(chart: KubeObject): readonly Line[] {
  const { chart: chartName = '', version = '' } = specOf(chart);
  return [
    ['HelmChart', chart.metadata.name],
    ['Namespace', chart.metadata.namespace ?? ''],
    ['Chart', String(chartName)],
    ['Version', String(version)],
    ...optional('Revision', statusOf(chart).artifact?.revision),
    ...statusLines(chart, false),
  ];
}
