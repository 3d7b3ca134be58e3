import { kustomization } from '../kinds/delivery-kinds.ts';
import type { FluxKind } from '../kinds/flux-kind.ts';
import { gitRepository, ociRepository } from '../kinds/source-kinds.ts';
import { type PretendOutcome, runPretendController } from './pretend-controller.ts';
import { type LineOptions, type LineResult, runLine } from './run-line.ts';
import { startTestCluster, type TestCluster } from './test-cluster.ts';

/** The revision that the pretended controllers always find. */
export const revision = '6.3.5@sha1:67e2c98a60dc92283531412a9e604dd4bae005a9';

/** A cluster where something answers, and a way to type commands at it. */
export interface FluxStory extends TestCluster {
  run(line: string, options?: Partial<LineOptions>): Promise<LineResult>;
  stop(): Promise<void>;
}

const artifact = {
  digest: 'sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
  lastUpdateTime: '2026-01-01T00:00:00Z',
  path: 'gitrepository/a/b.tar.gz',
  revision,
  url: 'http://source-controller/a.tar.gz',
};

const outcomes: readonly (readonly [FluxKind, PretendOutcome])[] = [
  [
    gitRepository,
    {
      ready: 'True',
      reason: 'Succeeded',
      message: `stored artifact for revision '${revision}'`,
      status: { artifact },
    },
  ],
  [
    ociRepository,
    { ready: 'True', reason: 'Succeeded', message: `stored artifact for digest '${revision}'`, status: { artifact } },
  ],
  [
    kustomization,
    {
      ready: 'True',
      reason: 'ReconciliationSucceeded',
      message: `Applied revision: ${revision}`,
      status: { lastAppliedRevision: revision },
    },
  ],
];

/** Starts a cluster with pretended controllers; an object whose name begins with `broken` fails. */
export async function startFluxStory(): Promise<FluxStory> {
  const cluster = await startTestCluster();
  const stop = new AbortController();
  const controllers = outcomes.map(([kind, outcome]) =>
    runPretendController(
      cluster.client,
      kind,
      ({ metadata }) => (metadata.name.startsWith('broken') ? brokenOutcome : outcome),
      stop.signal,
    ),
  );
  return {
    ...cluster,
    run: (line, options) => runLine(line, { client: cluster.client, ...options }),
    stop: async () => {
      stop.abort();
      await Promise.all(controllers);
      cluster.close();
    },
  };
}

const brokenOutcome: PretendOutcome = {
  ready: 'False',
  reason: 'BuildFailed',
  message: 'kustomize build failed: apps/web.yaml:3: mapping values are not allowed',
};
