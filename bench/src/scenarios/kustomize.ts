import type { Figure, LocalScenario } from '../scenario.ts';
import { bundledFlux19 } from './bundled-flux19.ts';
import { measureSize, type SizeResult } from './kustomize/measure-size.ts';

/**
 * `flux19 kustomize build` of the published package and the warm engine on nested overlays, beside the real kustomize when there is one: same bytes, time, peak memory.
 * The last of several sizes tells how time grows.
 */
export function kustomizeBuilds(name: string, counts: readonly number[], kustomize: string | undefined): LocalScenario {
  const beside =
    kustomize === undefined
      ? 'compared with NOTHING: FLUX19_KUSTOMIZE names no kustomize and the PATH has none'
      : 'beside the real kustomize, same bytes';
  return {
    name,
    description: `overlays of ${counts.join(', ')} resources, cold from the bundle of npm run bundle; ${beside}`,
    async runAlone(): Promise<readonly Figure[]> {
      const bundle = await bundledFlux19();
      try {
        const results: SizeResult[] = [];
        for (const count of counts) results.push(await measureSize(count, { flux19: bundle.path, kustomize }));
        return [...results.flatMap(figuresOf), ...growth(results)];
      } finally {
        bundle.dispose();
      }
    },
  };
}

function figuresOf({ count, cold, real, warm }: SizeResult): readonly Figure[] {
  const figure = (what: string, value: number, unit: string): Figure => ({ what: `${count}: ${what}`, value, unit });
  return [
    figure('cold process', cold.ms, 'ms'),
    figure('cold process, peak memory', cold.peakMiB, 'MiB'),
    figure('warm engine, one file changed', warm.rebuildMs, 'ms'),
    figure('warm engine, peak memory', warm.peakMiB, 'MiB'),
    ...(real === undefined
      ? []
      : [
          figure('real kustomize', real.ms, 'ms'),
          figure('real kustomize, peak memory', real.peakMiB, 'MiB'),
          figure('real kustomize / cold process', real.ms / cold.ms, '×'),
          figure('real kustomize / warm engine', real.ms / warm.rebuildMs, '×'),
          figure('peak memory, real kustomize / cold process', real.peakMiB / cold.peakMiB, '×'),
          figure('peak memory, real kustomize / warm engine', real.peakMiB / warm.peakMiB, '×'),
        ]),
  ];
}

function growth(results: readonly SizeResult[]): readonly Figure[] {
  const [before, last] = results.slice(-2);
  if (before === undefined || last === undefined) return [];
  return [
    { what: `cold process, ${last.count} / ${before.count}`, value: last.cold.ms / before.cold.ms, unit: '×' },
    {
      what: `warm engine, ${last.count} / ${before.count}`,
      value: last.warm.rebuildMs / before.warm.rebuildMs,
      unit: '×',
    },
  ];
}
