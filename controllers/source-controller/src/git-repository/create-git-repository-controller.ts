import { fieldManagers, finalizer, type GitRepository, groups, labels } from '@flux19/api';
import type { ArtifactStore } from '@flux19/artifacts';
import type { GitClient } from '@flux19/git';
import type { KubeClient, SelectionOptions } from '@flux19/kube';
import type { Clock, Handler } from '@flux19/ports';
import type { ControllerDefinition, EventRecorder } from '@flux19/runtime';
import { afterPass, describeOutcome } from './after-pass.ts';
import { includers, secretUsers } from './dependants.ts';
import { createGitHubAppTokens } from './github-app-tokens.ts';
import { createRemoteReader } from './read-remote.ts';
import { reconcile, type SourceEffects } from './reconcile.ts';

/** What the controller works with. */
export interface GitRepositoryControllerOptions {
  readonly client: KubeClient;
  readonly artifacts: ArtifactStore;
  readonly git: GitClient;
  readonly events: EventRecorder;
  readonly clock: Clock;
  /** 0 <= x < 1, spreads the intervals. */
  readonly random: () => number;
  /** Reaches GitHub for `provider: github`. */
  readonly fetch: Handler;
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

/** The controller of the kind GitRepository, to be added to a manager. */
export function createGitRepositoryController(options: GitRepositoryControllerOptions): ControllerDefinition {
  const { client, artifacts, git, events, clock, fetch, concurrency = 2, selection } = options;
  const readRemote = createRemoteReader(client, createGitHubAppTokens({ fetch, clock }));
  const effects: SourceEffects = { client, artifacts, git, events, clock, readRemote };

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
    async reconcile(_key, signal, { object, cache, log }) {
      const repository = object as GitRepository;
      if (repository.spec.suspend === true) {
        log.info('reconciliation is suspended for this object');
        return {};
      }
      const outcome = await reconcile(effects, { object: repository, cache, log }, signal);
      log.info(describeOutcome(outcome));
      return afterPass(outcome, repository, options);
    },
    async finalize({ namespace, name }, _signal, { object }) {
      const isRemoved = await artifacts.removeAll({ kind: object.kind, namespace, name });
      await git.forget(`${namespace}/${name}`);
      if (isRemoved) {
        const message = 'garbage collected artifacts for deleted resource';
        events.record({ object, type: 'Trace', reason: 'GarbageCollectionSucceeded', message });
      }
      return {};
    },
  };
}
