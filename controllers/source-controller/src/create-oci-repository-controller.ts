import { fieldManagers, finalizer, groups, labels, type OciRepository, reasons } from '@flux19/api';
import type { ArtifactStore } from '@flux19/artifacts';
import { type KubeClient, noWorkloadIdentity, type SelectionOptions, type WorkloadIdentityRules } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { CloudCredentials, RegistryConnection, RegistryConnectionOptions } from '@flux19/oci';
import type { Clock } from '@flux19/ports';
import type { ControllerDefinition, EventRecorder, ReconcileResult } from '@flux19/runtime';
import { secretUsers } from './oci-repository/dependants.ts';
import { createRegistryOpener } from './oci-repository/open-registry.ts';
import { type OciEffects, reconcile } from './oci-repository/reconcile.ts';
import type { Outcome } from './oci-repository/status.ts';
import { nextPass } from './source/next-pass.ts';

/** What the controller works with. */
export interface OciRepositoryControllerOptions {
  readonly client: KubeClient;
  readonly store: ArtifactStore;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  /** 0 <= x < 1, spreads the intervals and retries. */
  readonly random: () => number;
  /** By how much intervals vary, in per cent. Flux: 5. */
  readonly intervalJitterPercent?: number;
  /** Opens sockets to registries; a process with a registry of its own leads requests for it past them. */
  readonly connect?: (options: RegistryConnectionOptions) => RegistryConnection;
  /** Credentials for `spec.provider`; without them such objects fail. */
  readonly cloudCredentials?: CloudCredentials;
  /** Which ServiceAccounts may stand for objects at clouds; none when absent. */
  readonly workloadIdentity?: WorkloadIdentityRules;
  /** Sigstore's `trusted_root.json` for signatures without keys, when the spec names none; without it they fail. */
  readonly trustedRoot?: (signal: AbortSignal) => Promise<string>;
  /** Passes at the same time. Flux: 2. */
  readonly concurrency?: number;
  /** Which objects this process looks after. */
  readonly selection?: SelectionOptions;
  /** Which Secrets wake the objects that name them. Flux: those labelled `reconcile.fluxcd.io/watch: Enabled`. */
  readonly watchedSecrets?: string;
}

/** The controller of the kind OCIRepository, to be added to a manager. */
export function createOciRepositoryController(options: OciRepositoryControllerOptions): ControllerDefinition {
  const { client, store, recorder, clock, concurrency = 2, selection } = options;
  const effects: OciEffects = {
    client,
    artifacts: store,
    events: recorder,
    clock,
    openRegistry: createRegistryOpener(options),
    cloud: { credentials: options.cloudCredentials, rules: options.workloadIdentity ?? noWorkloadIdentity },
    trustedRoot: options.trustedRoot,
  };
  return {
    name: 'ocirepository',
    resource: { apiVersion: `${groups.source}/v1`, kind: 'OCIRepository' },
    fieldManager: fieldManagers.source,
    finalizer,
    concurrency,
    ...(selection === undefined ? {} : { selection }),
    watches: [
      {
        resource: { apiVersion: 'v1', kind: 'Secret' },
        selection: { labelSelector: options.watchedSecrets ?? `${labels.watch}=Enabled` },
        keys: secretUsers,
      },
    ],
    async reconcile(_key, pass, { object, cache, log }) {
      const repository = object as OciRepository;
      if (repository.spec.suspend === true) {
        log.info('reconciliation is suspended for this object');
        return {};
      }
      const remember = (written: KubeObject): void => cache.remember(written);
      const outcome = await reconcile(effects, { object: repository, remember, log }, pass);
      log.info(describeOutcome(outcome));
      const failure = outcome.kind === 'failed' ? outcome.error : undefined;
      return nextPass(failure, repository.spec.interval, options);
    },
    finalize: (_key, _signal, { object }) => finalizeRepository(options, object),
  };
}

async function finalizeRepository(
  { store, recorder }: OciRepositoryControllerOptions,
  object: KubeObject,
): Promise<ReconcileResult> {
  const { namespace = '', name } = object.metadata;
  if (await store.removeAll({ kind: object.kind, namespace, name })) {
    const message = 'garbage collected artifacts for deleted resource';
    recorder.record({ object, type: 'Trace', reason: reasons.garbageCollectionSucceeded, message });
  }
  return {};
}

/** The outcome in a line of the log. */
function describeOutcome(outcome: Outcome): string {
  if (outcome.kind === 'unchanged') return `artifact up-to-date with remote revision: '${outcome.revision}'`;
  if (outcome.kind === 'stored') return `stored artifact for digest '${outcome.artifact.revision}'`;
  const { retry, message } = outcome.error;
  return retry === 'never' ? `reconciliation stalled: ${message}` : `reconciliation failed: ${message}`;
}
