import type { FileTree } from '@flux19/kustomize';
import type { Clock } from '@flux19/ports';
import { checkCluster, type Finding } from './check-cluster.ts';
import { findClusters } from './find-clusters.ts';
import { type RenderOptions, renderCluster } from './render-cluster.ts';
import type { RenderedCluster } from './rendered.ts';

/** A repository as it would become the state of its clusters. */
export interface PreviewedCluster extends RenderedCluster {
  readonly findings: readonly Finding[];
}

export interface PreviewOptions extends RenderOptions {
  /** Folder to look for clusters in, or the folder of one: absolute in the tree. */
  readonly start: string;
  /** Whether an API server judges the objects. */
  readonly isChecked: boolean;
  readonly clock: Clock;
}

/** Renders and checks every cluster of a repository, without a cluster. Failures stand in the result. */
export async function previewRepository(
  files: FileTree,
  options: PreviewOptions,
  signal: AbortSignal,
): Promise<readonly PreviewedCluster[]> {
  const found = findClusters(files, options.start);
  const clusters: PreviewedCluster[] = [];
  for (const path of found.length === 0 ? [options.start] : found) {
    const rendered = await renderCluster(files, path, options);
    const findings = options.isChecked ? await checkCluster(rendered, options.clock, signal) : [];
    clusters.push({ ...rendered, findings });
  }
  return clusters;
}

/** True when nothing stands in the way: every Kustomization renders and the API server accepts every object. */
export function isSound(clusters: readonly PreviewedCluster[]): boolean {
  return clusters.every(
    ({ kustomizations, findings }) =>
      kustomizations.every(({ failure }) => failure === undefined) && findings.every(({ kind }) => kind !== 'error'),
  );
}
