import { fieldManagers, finalizer, type GitRepository, groups, labels, reasons } from '@flux19/api';
import type { ArtifactStore } from '@flux19/artifacts';
import type { GitClient } from '@flux19/git';
import {
  type CloudLogins,
  type KubeClient,
  noWorkloadIdentity,
  type SelectionOptions,
  type SharedCaches,
} from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock, Handler } from '@flux19/ports';
import type { ControllerDefinition, EventRecorder, ObjectKey, ReconcileResult } from '@flux19/runtime';
import { afterPass, describeOutcome } from './git-repository/after-pass.ts';
import { includers, secretUsers } from './git-repository/dependants.ts';
import { createGitHubAppTokens } from './git-repository/github-app-tokens.ts';
import { createRemoteReader } from './git-repository/read-remote.ts';
import { reconcile, type SourceEffects } from './git-repository/reconcile.ts';

/** What the controller works with. */
export interface SourceControllerOptions {
  readonly client: KubeClient;
  readonly caches: SharedCaches;
  readonly store: ArtifactStore;
  readonly git: GitClient;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  /** 0 <= x < 1, spreads the intervals. */
  readonly random: () => number;
  /** By how much intervals vary, in per cent. Flux: 5. */
  readonly intervalJitterPercent?: number;
  /** Reaches GitHub for `provider: github`; the platform's own fetch when absent. */
  readonly fetch?: Handler;
  /** For the providers azure and aws; without it such objects fail. */
  readonly cloudLogins?: CloudLogins;
  /** Passes at the same time. Flux: 2. */
  readonly concurrency?: number;
  /** Which objects this process looks after. */
  readonly selection?: SelectionOptions;
  /** How long to wait for an included repository that has no artifact, if nothing wakes the object before. Flux: 30 seconds. */
  readonly dependencyRequeueMs?: number;
  /** Which Secrets wake the objects that name them. Flux: those labelled `reconcile.fluxcd.io/watch: Enabled`. */
  readonly watchedSecrets?: string;
}

const resource = { apiVersion: `${groups.source}/v1`, kind: 'GitRepository' } as const;

/** The controller of the kind GitRepository, to be added to a manager; resolves when the cache runs that it finds included repositories in. */
export async function createSourceController(
  options: SourceControllerOptions,
  signal: AbortSignal,
): Promise<ControllerDefinition> {
  const { client, caches, store, git, recorder, clock, concurrency = 2, selection } = options;
  const { fetch = (request) => globalThis.fetch(request) } = options;
  const { cloudLogins = { tokens: undefined, rules: noWorkloadIdentity } } = options;
  const readRemote = createRemoteReader(client, createGitHubAppTokens({ fetch, clock }), cloudLogins);
  const effects: SourceEffects = { client, artifacts: store, git, events: recorder, clock, readRemote };
  // Without the selection: what is included may be another process's to look after.
  const all = (await caches.acquire(resource, {}, signal)).cache;

  return {
    name: 'gitrepository',
    resource,
    fieldManager: fieldManagers.source,
    finalizer,
    concurrency,
    ...(selection === undefined ? {} : { selection }),
    watches: [
      { resource, keys: includers },
      {
        resource: { apiVersion: 'v1', kind: 'Secret' },
        selection: { labelSelector: options.watchedSecrets ?? `${labels.watch}=Enabled` },
        keys: secretUsers,
      },
    ],
    async reconcile(_key, pass, { object, cache, log }) {
      const repository = object as GitRepository;
      if (repository.spec.suspend === true) {
        log.info('reconciliation is suspended for this object');
        return {};
      }
      const remember = (written: KubeObject): void => cache.remember(written);
      const outcome = await reconcile(effects, { object: repository, all, remember, log }, pass);
      log.info(describeOutcome(outcome));
      return afterPass(outcome, repository, options);
    },
    finalize: (key, _signal, { object }) => finalizeRepository(options, key, object),
  };
}

async function finalizeRepository(
  { store, git, recorder }: SourceControllerOptions,
  { namespace, name }: ObjectKey,
  object: KubeObject,
): Promise<ReconcileResult> {
  const isRemoved = await store.removeAll({ kind: object.kind, namespace, name });
  await git.forget(`${namespace}/${name}`);
  if (isRemoved) {
    const message = 'garbage collected artifacts for deleted resource';
    recorder.record({ object, type: 'Trace', reason: reasons.garbageCollectionSucceeded, message });
  }
  return {};
}
