/** A text that is no version or range. The message is Masterminds'. */
export class SemverError extends Error {
  override readonly name = 'SemverError';
}

/** A version as Masterminds/semver v3 reads it. */
export interface SemverVersion {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  /** `rc.1`, or empty. */
  readonly prerelease: string;
  /** `build.5`, or empty. */
  readonly build: string;
  /** The text as it was given. */
  readonly original: string;
}

/** Reads `1.2.3-rc.1+build`, also the loose forms `v1` and `1.2` unless `strict`. Throws {@link SemverError}. */
export function parseSemver(_text: string, _options: { strict?: boolean } = {}): SemverVersion {
  throw new Error('not yet');
}

/** Orders by precedence: negative, 0 or positive. Build data is ignored. */
export function compareSemver(_left: SemverVersion, _right: SemverVersion): number {
  throw new Error('not yet');
}

/** Prints a version in full: `v1.2` becomes `1.2.0`. */
export function formatSemver(_version: SemverVersion): string {
  throw new Error('not yet');
}
