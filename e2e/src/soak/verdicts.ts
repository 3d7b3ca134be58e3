import { deepEqual, type KubeObject } from '@flux19/objects';
import type { Vitals } from './server-process.ts';

/** One thing that a soak looks at. */
export interface Verdict {
  readonly subject: string;
  readonly isGood: boolean;
  readonly told: string;
}

/** Memory after the load may be this many times what it was when the caches of the server had filled. */
const mostHeapGrowth = 1.25;
const mostRssGrowth = 1.4;
const mostDelayMs = 20;

const mebibyte = 2 ** 20;

export function memoryVerdict(warm: Vitals, end: Vitals): Verdict {
  const growth = (name: 'heapBytes' | 'rssBytes'): number => end[name] / warm[name];
  const told = (name: 'heapBytes' | 'rssBytes'): string =>
    `${Math.round(warm[name] / mebibyte)} → ${Math.round(end[name] / mebibyte)} MiB (×${growth(name).toFixed(2)})`;
  return {
    subject: 'memory',
    isGood: growth('heapBytes') <= mostHeapGrowth && growth('rssBytes') <= mostRssGrowth,
    told: `heap after gc ${told('heapBytes')}, at most ×${mostHeapGrowth}; resident ${told('rssBytes')}, at most ×${mostRssGrowth}`,
  };
}

export function delayVerdict({ p99Ms, maxMs }: Vitals): Verdict {
  const told = `p99 ${p99Ms.toFixed(1)} ms, at most ${mostDelayMs}; longest ${maxMs.toFixed(0)} ms`;
  return { subject: 'event loop delay', isGood: p99Ms < mostDelayMs, told };
}

export function rejectionVerdict({ broken }: Vitals, endedByItself: boolean): Verdict {
  const isGood = broken.length === 0 && !endedByItself;
  const told = endedByItself ? 'the process ended by itself' : broken.slice(0, 3).join('; ') || 'none';
  return { subject: 'unhandled rejections', isGood, told };
}

/** Names whose objects differ, or that only one of the two has. */
export function differences(
  mirrored: ReadonlyMap<string, KubeObject>,
  listed: readonly KubeObject[],
): readonly string[] {
  const rest = new Map(mirrored);
  const differing = listed.filter((object) => {
    const copy = rest.get(object.metadata.name);
    rest.delete(object.metadata.name);
    return copy === undefined || !deepEqual(copy, object);
  });
  return [...differing.map(({ metadata }) => metadata.name), ...rest.keys()];
}
