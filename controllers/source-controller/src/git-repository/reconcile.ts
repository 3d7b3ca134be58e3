import { conditionTypes, type GitRepository, reasons } from '@flux19/api';
import type { ArtifactStore } from '@flux19/artifacts';
import { type Checkout, type GitClient, GitError, type GitListing } from '@flux19/git';
import { type KubeClient, type ObjectCache, readSecret } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { EventRecorder, Logger } from '@flux19/runtime';
import { firstMessage } from '../source/first-message.ts';
import { type ObservedStorage, observeStorage, tidyStorage } from '../source/observe-storage.ts';
import { ProgressReporter } from '../source/progress-reporter.ts';
import { progressStatus } from '../source/progress-status.ts';
import { SourceError, textOf } from '../source/source-error.ts';
import { StatusKeeper } from '../source/status-keeper.ts';
import { buildArtifact, checkSparseFolders } from './build-artifact.ts';
import { passEvents, titleOf } from './events.ts';
import { gitFailure } from './git-failure.ts';
import { type ObservedSource, observeSource } from './observe.ts';
import { haveArtifactsChanged, plan, revisionOf } from './plan.ts';
import type { RemoteReader } from './read-remote.ts';
import { nextStatus, type Outcome } from './status.ts';
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
  const storage = await observeStorage(effects.artifacts, object, signal);
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
    await tidyStorage(effects.artifacts, pass.object, storage, pass.log);
    return await work(effects, pass, storage, progress, findings, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    return { kind: 'failed', error: toSourceError(thrown), verification: findings.verification };
  }
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

function toSourceError(thrown: unknown): SourceError {
  if (thrown instanceof SourceError) return thrown;
  return new SourceError(reasons.failed, textOf(thrown), { stage: 'archive', cause: thrown });
}
