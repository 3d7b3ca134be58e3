import type { FileTree } from '@flux19/kustomize';
import type { Clock } from '@flux19/ports';
import { ClusterChecker, type Finding } from './cluster-checker.ts';
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
  /** Told what is being done. */
  readonly tell?: ((news: string) => void) | undefined;
}

/** Renders and checks every cluster of a repository, without a cluster. What it keeps makes another look after a small change quick. */
export class RepositoryPreview {
  readonly #options: PreviewOptions;
  readonly #checkers = new Map<string, ClusterChecker>();

  constructor(options: PreviewOptions) {
    this.#options = options;
  }

  /** Failures stand in the result. */
  async look(files: FileTree, signal: AbortSignal): Promise<readonly PreviewedCluster[]> {
    const { start, tell = () => undefined } = this.#options;
    files.refresh?.();
    const found = findClusters(files, start);
    const clusters: PreviewedCluster[] = [];
    for (const path of found.length === 0 ? [start] : found) {
      const rendered = await renderCluster(files, path, { ...this.#options, tell });
      clusters.push({ ...rendered, findings: await this.#check(rendered, tell, signal) });
    }
    return clusters;
  }

  close(): void {
    for (const checker of this.#checkers.values()) checker.close();
    this.#checkers.clear();
  }

  async #check(
    rendered: RenderedCluster,
    tell: (news: string) => void,
    signal: AbortSignal,
  ): Promise<readonly Finding[]> {
    if (!this.#options.isChecked) return [];
    const checker = this.#checkers.get(rendered.path) ?? new ClusterChecker(this.#options.clock);
    this.#checkers.set(rendered.path, checker);
    return await checker.check(rendered, tell, signal);
  }
}

/** One look at a repository. Failures stand in the result. */
export async function previewRepository(
  files: FileTree,
  options: PreviewOptions,
  signal: AbortSignal,
): Promise<readonly PreviewedCluster[]> {
  const preview = new RepositoryPreview(options);
  try {
    return await preview.look(files, signal);
  } finally {
    preview.close();
  }
}

/** True when nothing stands in the way: every Kustomization renders and the API server accepts every object. */
export function isSound(clusters: readonly PreviewedCluster[]): boolean {
  return clusters.every(
    ({ kustomizations, findings }) =>
      kustomizations.every(({ failure }) => failure === undefined) && findings.every(({ kind }) => kind !== 'error'),
  );
}
