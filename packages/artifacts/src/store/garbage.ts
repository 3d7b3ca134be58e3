/** A file in the folder of an object. */
export interface StoredArtifact {
  readonly path: string;
  /** Milliseconds since the Unix epoch. */
  readonly storedAt: number;
}

/** How long and how many files are kept besides the current one. */
export interface Retention {
  readonly ttlMs: number;
  readonly records: number;
}

/** Flux's defaults. */
export const defaultRetention: Retention = { ttlMs: 60_000, records: 2 };

/**
 * Which files to remove, never the current one: those older than the time to live, then the oldest until no more than `records` are left.
 * A file stays for a while because consumers may be about to fetch it.
 */
export function findGarbage(
  files: readonly StoredArtifact[],
  current: string,
  retention: Retention,
  now: number,
): string[] {
  const others = files.filter((file) => file.path !== current).toSorted((a, b) => a.storedAt - b.storedAt);
  const isExpired = (file: StoredArtifact): boolean => now - file.storedAt > retention.ttlMs;
  const fresh = others.filter((file) => !isExpired(file));
  const currentCount = files.length - others.length;
  const surplus = Math.max(0, fresh.length + currentCount - retention.records);
  return [...others.filter(isExpired), ...fresh.slice(0, surplus)].map((file) => file.path);
}
