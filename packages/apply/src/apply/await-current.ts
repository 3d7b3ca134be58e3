import { addressOf, type KubeClient } from '@flux19/kube';
import { computeStatus, type KubeObject, objectReference, parseApiVersion } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { assessHealth, formatHealthFailure } from '../health/assess-health.ts';
import { mapLimited } from './map-limited.ts';

export interface AwaitOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

const firstPauseMs = 50;
const longestPauseMs = 2000;
const lookupsAtOnce = 8;

/** Looks at objects until all are Current; answers Flux's text when that fails or takes too long. */
export async function awaitCurrent(
  objects: readonly KubeObject[],
  { client, clock, timeoutMs }: AwaitOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  const endMs = clock.now() + timeoutMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    const states = await mapLimited(objects, lookupsAtOnce, async (object) => ({
      object: { ...objectReference(object), version: parseApiVersion(object.apiVersion).version },
      live: await client.find(addressOf(object), signal),
    }));
    const report = assessHealth(states, { evaluate: computeStatus });
    if (report.kind === 'healthy') return undefined;
    const isOver = clock.now() >= endMs;
    if (report.kind === 'failed' || isOver) return formatHealthFailure(report, isOver);
    await clock.sleep(pauseMs, signal);
  }
}
