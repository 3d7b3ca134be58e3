import type { Kustomization } from '@flux19/api';
import type { HealthEvaluator } from '@flux19/apply';
import type { Artifact, ArtifactOpener } from '@flux19/artifacts';
import type { CloudTokens } from '@flux19/cloud-identity';
import type { KubeClient } from '@flux19/kube';
import type { Clock } from '@flux19/ports';
import {
  conditionsOf,
  type EventRecorder,
  isConditionTrue,
  type Logger,
  ReconcileError,
  requestedAt,
} from '@flux19/runtime';
import type { BuildMemory } from './build/build-manifests.ts';
import type { Redactor } from './decrypt/redactor.ts';
import type { Observed } from './gate.ts';
import type { Attempt, HealthOutcome } from './outcome.ts';
import type { RemoteBases } from './remote/remote-bases.ts';
import type { Reporter } from './report.ts';
import type { KustomizeSettings } from './settings.ts';
import type { ConnectByKubeconfig, ConnectByToken } from './target/target-of.ts';
import type { Targets } from './target/targets.ts';
import type { Waits } from './waiting.ts';
import type { Healings } from './wake-on-deletion.ts';

/** What the reconciler is made of. */
export interface Surroundings {
  readonly client: KubeClient;
  readonly openArtifact: ArtifactOpener;
  /** Fetches remote bases; without it they are refused. */
  readonly bases?: RemoteBases | undefined;
  readonly targets: Targets;
  /** Opens connections to other clusters; over the network when absent. */
  readonly connect?: ConnectByKubeconfig | undefined;
  readonly connectByToken?: ConnectByToken | undefined;
  /** Signs in to clouds, through a proxy if one is named. */
  readonly cloudTokens?: ((proxyUrl?: string) => CloudTokens) | undefined;
  readonly builds: BuildMemory;
  readonly waits: Waits;
  readonly healings: Healings;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  /** 0 <= x < 1. */
  readonly random: () => number;
  readonly settings: KustomizeSettings;
  observe(kustomization: Kustomization): Observed;
}

/** A pass that has found its artifact. */
export interface Pass extends Surroundings {
  /** Knows what was decrypted in this pass. */
  readonly redactor: Redactor;
  readonly reporter: Reporter;
  readonly evaluate: HealthEvaluator;
  readonly log: Logger;
  readonly artifact: Artifact;
  /** Milliseconds since the Unix epoch. */
  readonly startedMs: number;
}

/** A failure with what the status shall say besides its reason. */
export class PassFailure extends ReconcileError {
  readonly attempt: Attempt | undefined;
  readonly health: HealthOutcome | undefined;

  constructor(reason: string, message: string, options: ErrorOptions & { attempt?: Attempt; health?: HealthOutcome }) {
    super(reason, message, options);
    this.attempt = options.attempt;
    this.health = options.health;
  }
}

/** Annotation of OCI artifacts that names the commit they were made from. */
const originRevisionKey = 'org.opencontainers.image.revision';

/** The artifact's revisions, as an attempt that has got no further yet. */
export function attemptOf({ artifact }: Pick<Pass, 'artifact'>): Attempt {
  return { revision: artifact.revision, originRevision: artifact.metadata?.[originRevisionKey] };
}

/** True when the last pass applied this revision of this spec and nobody asked for more: then nothing needs to be said. */
export function isSettled(kustomization: Kustomization, artifact: Artifact): boolean {
  const { status = {}, metadata } = kustomization;
  return (
    isConditionTrue(conditionsOf(kustomization), 'Ready') &&
    status.lastAppliedRevision === artifact.revision &&
    status.observedGeneration === metadata.generation &&
    status.lastHandledReconcileAt === requestedAt(kustomization)
  );
}
