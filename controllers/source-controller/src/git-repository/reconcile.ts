import { conditionTypes, type GitRepository, reasons } from '@flux19/api';
import type { ArtifactStore } from '@flux19/artifacts';
import { type Checkout, type GitClient, GitError, type GitListing } from '@flux19/git';
import type { KubeClient, ObjectCache } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { type EventRecorder, type Logger, requestedAt } from '@flux19/runtime';
import { buildArtifact, checkSparseFolders } from './build-artifact.ts';
import { passEvents, titleOf } from './events.ts';
import { gitFailure } from './git-failure.ts';
import { type ObservedSource, type ObservedStorage, observeSource, observeStorage, ownArtifact } from './observe.ts';
import { haveArtifactsChanged, plan, revisionOf } from './plan.ts';
import { ProgressReporter } from './progress-reporter.ts';
import type { RemoteReader } from './read-remote.ts';
import { readSecret } from './read-secret.ts';
import { SourceError, textOf } from './source-error.ts';
import { nextStatus, type Outcome, progressStatus } from './status.ts';
import { StatusKeeper } from './status-keeper.ts';
import { type Verification, verifyCheckout } from './verify-checkout.ts';
import { withTimeout } from './with-timeout.ts';

/** Everything a pass may touch. */
export interface SourceEffects {
  readonly client: KubeClient;
  readonly artifacts: ArtifactStore;
  readonly git: GitClient;
  readonly readRemote: RemoteReader;
  readonly events: EventRecorder;
  readonly clock: Clock;
}

/** One object and where its kind is cached. */
export interface Pass {
  readonly object: GitRepository;
  /** Where included repositories are found. */
  readonly all: Pick<ObjectCache, 'get'>;
  /** Told of each state that was written. */
  readonly remember: (object: KubeObject) => void;
  readonly log: Logger;
}

/** What is learned on the way and counts even if the pass fails later. */
interface Findings {
  verification: Verification | undefined;
  commitTitle: string | undefined;
}

/**
 * One pass over a GitRepository: the artifact is stored before the status tells of it, so that a crash in between costs only work.
 * Failures of the source are outcomes. Throws when the status cannot be written, or the signal's reason.
 */
export async function reconcile(effects: SourceEffects, pass: Pass, signal: AbortSignal): Promise<Outcome> {
  const { object } = pass;
  const { clock } = effects;
  const keeper = new StatusKeeper(effects.client, pass.remember, object);
  const storage = await observeStorage(effects, object, signal);
  const progress = new ProgressReporter(clock, firstMessage(object, storage), (message) =>
    keeper.write(progressStatus(object, message, clock.now()), signal).catch((thrown: unknown) => {
      pass.log.debug('progress not written', { error: textOf(thrown) });
    }),
  );
  const findings: Findings = { verification: undefined, commitTitle: undefined };
  const outcome = await attempt(effects, pass, storage, progress, findings, signal).finally(() => progress.end());
  const report = { object, storage, progress: progress.message, outcome, nowMs: clock.now() };
  const status = nextStatus(report);
  await keeper.write(status, signal);
  for (const event of passEvents(report, status, findings.commitTitle)) effects.events.record({ object, ...event });
  return outcome;
}

async function attempt(
  effects: SourceEffects,
  pass: Pass,
  storage: ObservedStorage,
  progress: ProgressReporter,
  findings: Findings,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    await tidy(effects, pass, storage);
    return await work(effects, pass, storage, progress, findings, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    return { kind: 'failed', error: toSourceError(thrown), verification: findings.verification };
  }
}

/** Removes what is damaged and what is too old. Old files that cannot be removed stop nothing. */
async function tidy({ artifacts }: SourceEffects, { object, log }: Pass, storage: ObservedStorage): Promise<void> {
  const advertised = ownArtifact(object);
  if (advertised === undefined) return;
  if (storage.state === 'damaged') await artifacts.remove(advertised);
  await artifacts.collectGarbage(advertised).catch((thrown: unknown) => {
    log.error('garbage collection of artifacts failed', thrown);
  });
}

async function work(
  effects: SourceEffects,
  pass: Pass,
  storage: ObservedStorage,
  progress: ProgressReporter,
  findings: Findings,
  signal: AbortSignal,
): Promise<Outcome> {
  const { object } = pass;
  const source = await observeSource(effects, object, pass.all, storage, signal);
  const { includes } = source;
  if (haveArtifactsChanged(object.status?.includedArtifacts ?? [], includes)) {
    progress.set('building artifact: included artifacts differ from last observed includes');
  }
  const todo = plan({ object, artifact: storage.artifact, includes, resolved: source.resolved });
  if (todo.kind === 'unchanged') return todo;
  const { checkout, listing } = await fetchCommit(effects, object, source, signal);
  findings.commitTitle = titleOf(checkout.commit.message);
  checkSparseFolders(object, listing);
  findings.verification = await verify(effects.client, object, checkout, signal);
  const { verification } = findings;
  const revision = revisionOf(object, checkout.resolved);
  if (storage.artifact?.revision === revision && !todo.isContentChanged) {
    return { kind: 'stored', artifact: storage.artifact, includes, verification };
  }
  if (storage.artifact?.revision !== revision) progress.set(`building artifact: new upstream revision '${revision}'`);
  const artifact = await buildArtifact(effects.artifacts, object, checkout, listing, includes, signal);
  return { kind: 'stored', artifact, includes, verification };
}

function fetchCommit(
  { git, clock }: SourceEffects,
  object: GitRepository,
  { remote, resolved }: ObservedSource,
  signal: AbortSignal,
): Promise<{ readonly checkout: Checkout; readonly listing: GitListing }> {
  const cache = `${object.metadata.namespace}/${object.metadata.name}`;
  const recurseSubmodules = object.spec.recurseSubmodules ?? false;
  return withTimeout(clock, object.spec, signal, async (inner) => {
    try {
      const checkout = await git.fetch({ remote, resolved, cache, recurseSubmodules }, inner);
      return { checkout, listing: await checkout.list(inner) };
    } catch (thrown) {
      throw thrown instanceof GitError ? gitFailure(thrown, object.spec.url) : thrown;
    }
  });
}

async function verify(
  client: KubeClient,
  object: GitRepository,
  checkout: Checkout,
  signal: AbortSignal,
): Promise<Verification | undefined> {
  const { verify: wanted } = object.spec;
  if (wanted === undefined) return undefined;
  const secret = await readSecret(client, object.metadata.namespace, wanted.secretRef.name, signal).catch((thrown) => {
    signal.throwIfAborted();
    const details = { stage: 'verify', condition: conditionTypes.sourceVerified, cause: thrown } as const;
    throw new SourceError(reasons.verificationError, `public keys secret error: ${textOf(thrown)}`, details);
  });
  return verifyCheckout(object, checkout, secret);
}

/** What is going on before anything is known. */
function firstMessage(object: GitRepository, storage: ObservedStorage): string {
  if (storage.state === 'none') return 'building artifact';
  if (storage.state !== 'intact') return 'building artifact: disappeared from storage';
  const { generation = 0 } = object.metadata;
  const { observedGeneration = 0, lastHandledReconcileAt } = object.status ?? {};
  const isRequested = requestedAt(object) !== lastHandledReconcileAt;
  if (generation === observedGeneration || isRequested) return 'reconciliation in progress';
  return `processing object: new generation ${observedGeneration} -> ${generation}`;
}

function toSourceError(thrown: unknown): SourceError {
  if (thrown instanceof SourceError) return thrown;
  return new SourceError(reasons.failed, textOf(thrown), { stage: 'archive', cause: thrown });
}
