/** Flux: ten buckets from 10 ms to half an hour, each the same factor from the last. */
export const reconcileBuckets: number[] = Array.from({ length: 10 }, (_, i) => 10e-3 * (1800 / 10e-3) ** (i / 9));

/** controller-runtime's own. */
export const reconcileTimeBuckets: number[] = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.25, 1.5, 1.75,
  2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
];

/** client-go: powers of ten from a hundred nanoseconds on. */
export const queueBuckets: number[] = Array.from({ length: 10 }, (_, i) => 10e-9 * 10 ** (i + 1));
