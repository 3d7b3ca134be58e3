import { type OciRepository, reasons } from '@flux19/api';
import type { ArtifactStore } from '@flux19/artifacts';
import type { KubeObject } from '@flux19/objects';
import type { OciClient } from '@flux19/oci';
import type { EventRecorder, Logger } from '@flux19/runtime';
import { firstMessage } from '../source/first-message.ts';
import { type ObservedStorage, observeStorage, tidyStorage } from '../source/observe-storage.ts';
import { ProgressReporter } from '../source/progress-reporter.ts';
import { progressStatus } from '../source/progress-status.ts';
import { SourceError, textOf } from '../source/source-error.ts';
import { StatusKeeper } from '../source/status-keeper.ts';
import { withinTimeout } from '../source/within-timeout.ts';
import { buildArtifact } from './build-artifact.ts';
import { passEvents } from './events.ts';
import { fetchLayer } from './fetch-layer.ts';
import { deadline, type ObserveEffects, observeUpstream, openUpstream } from './observe.ts';
import { plan } from './plan.ts';
import { type Findings, newRevision, nextStatus, type Outcome } from './status.ts';
import { type VerifyEffects, verifyUpstream } from './verify-upstream.ts';

/** Everything a pass may touch. */
export interface OciEffects extends ObserveEffects, VerifyEffects {
  readonly artifacts: ArtifactStore;
  readonly events: EventRecorder;
}

/** One object and where its states are noted. */
export interface Pass {
  readonly object: OciRepository;
  /** Told of each state that was written. */
  readonly remember: (object: KubeObject) => void;
  readonly log: Logger;
}

/** One pass under way. */
interface Work extends Pass {
  readonly storage: ObservedStorage;
  readonly progress: ProgressReporter;
  readonly findings: Findings;
}

/**
 * One pass over an OCIRepository: the artifact is stored before the status tells of it, so that a crash in between costs only work.
 * Failures of the source are outcomes. Throws when the status cannot be written, or the signal's reason.
 */
export async function reconcile(effects: OciEffects, pass: Pass, signal: AbortSignal): Promise<Outcome> {
  const { object } = pass;
  const { clock } = effects;
  const keeper = new StatusKeeper(effects.client, pass.remember, object);
  const storage = await observeStorage(effects.artifacts, object, signal);
  const progress = new ProgressReporter(clock, firstMessage(object, storage), (message) =>
    keeper.write(progressStatus(object, message, clock.now()), signal).catch((thrown: unknown) => {
      pass.log.debug('progress not written', { error: textOf(thrown) });
    }),
  );
  const findings: Findings = { upstream: undefined, isVerified: false };
  const work = { ...pass, storage, progress, findings };
  const outcome = await attempt(effects, work, signal).finally(() => progress.end());
  const report = { object, storage, findings, progress: progress.message, outcome, nowMs: clock.now() };
  const status = nextStatus(report);
  await keeper.write(status, signal);
  for (const event of passEvents(report, status)) effects.events.record({ object, ...event });
  return outcome;
}

async function attempt(effects: OciEffects, work: Work, signal: AbortSignal): Promise<Outcome> {
  try {
    await tidyStorage(effects.artifacts, work.object, work.storage, work.log);
    const registry = await openUpstream(effects, work.object, signal);
    try {
      return await carryOut(effects, registry.client, work, signal);
    } finally {
      await registry.close();
    }
  } catch (thrown) {
    signal.throwIfAborted();
    return { kind: 'failed', error: toSourceError(thrown) };
  }
}

async function carryOut(
  effects: OciEffects,
  registry: OciClient,
  { object, storage, progress, findings }: Work,
  signal: AbortSignal,
): Promise<Outcome> {
  const { clock } = effects;
  const { timeout } = object.spec;
  const upstream = await observeUpstream(clock, registry, object, signal);
  findings.upstream = upstream;
  const { revision } = upstream;
  if (storage.artifact?.revision !== revision) progress.set(`building artifact: ${newRevision(upstream)}`);
  const todo = plan({ object, artifact: storage.artifact, revision });
  if (todo.verify) {
    const result = await withinTimeout(clock, timeout, signal, deadline, (inner) =>
      verifyUpstream(effects, registry, object, upstream, inner),
    );
    findings.isVerified = result === 'verified';
  }
  if (!todo.fetch) return { kind: 'unchanged', revision };
  const layer = await withinTimeout(clock, timeout, signal, deadline, (inner) =>
    fetchLayer(registry, object, upstream, inner),
  );
  return { kind: 'stored', artifact: await buildArtifact(effects.artifacts, object, upstream, layer, signal) };
}

function toSourceError(thrown: unknown): SourceError {
  if (thrown instanceof SourceError) return thrown;
  return new SourceError(reasons.failed, textOf(thrown), { stage: 'archive', cause: thrown });
}
