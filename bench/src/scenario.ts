import type { Bench } from './bench.ts';

/** One figure that was measured. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

/** A way to measure something, and what is to be read out of it. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  /** Measures; figures that only mean something beside each other belong into one run. */
  run(bench: Bench): Promise<readonly Figure[]>;
}

/** A way to measure something that needs no cluster. */
export interface LocalScenario {
  readonly name: string;
  readonly description: string;
  runAlone(): Promise<readonly Figure[]>;
}

/** The middle of some values, and the one below which 95 % of them lie. */
export function distribution(values: readonly number[]): { readonly median: number; readonly p95: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}

/** Figures as lines: what, value, unit. */
export function formatFigures(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ what }) => what.length));
  return figures
    .map(({ what, value, unit }) => `  ${what.padEnd(width)} ${round(value).padStart(10)} ${unit}\n`)
    .join('');
}

function round(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return value >= 100 ? String(Math.round(value)) : value.toFixed(value >= 10 ? 1 : 2);
}
