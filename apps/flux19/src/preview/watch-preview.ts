import type { FileTree } from '@flux19/kustomize';
import type { Clock } from '@flux19/ports';
import { compareClusters } from './compare-clusters.ts';
import type { ClusterReport } from './preview-report.ts';
import type { PreviewedCluster, RepositoryPreview } from './preview-repository.ts';

/** What a change of files came to. */
export interface WatchNews {
  readonly reports: readonly ClusterReport[];
  /** From the start of the look to its end. */
  readonly tookMs: number;
}

export interface WatchOptions {
  readonly preview: RepositoryPreview;
  readonly files: FileTree;
  readonly clock: Clock;
  /** Yields whenever files have changed. */
  readonly changes: AsyncIterable<void>;
}

/** Looks again whenever files change, and tells what became different since the look before. */
export async function* watchPreview(
  { preview, files, clock, changes }: WatchOptions,
  first: readonly PreviewedCluster[],
  signal: AbortSignal,
): AsyncGenerator<WatchNews> {
  let before = first;
  for await (const _ of changes) {
    const began = clock.now();
    const clusters = await preview.look(files, signal);
    yield { reports: differences(before, clusters), tookMs: clock.now() - began };
    before = clusters;
  }
}

/** A report for each cluster; clusters that are gone come last, empty. */
export function differences(
  before: readonly PreviewedCluster[],
  after: readonly PreviewedCluster[],
): readonly ClusterReport[] {
  const present = after.map((cluster): ClusterReport => {
    const old = before.find(({ path }) => path === cluster.path);
    return { cluster, changes: compareClusters(old, cluster) };
  });
  const gone = before.filter(({ path }) => after.every((cluster) => cluster.path !== path));
  return [
    ...present,
    ...gone.map((cluster) => ({
      cluster: { path: cluster.path, kustomizations: [], findings: [] },
      changes: compareClusters(cluster, undefined),
    })),
  ];
}
