import type { SemverVersion } from './semver-version.ts';

/** A constraint such as `>=1.0 <2.0 || ~3.1`. */
export interface SemverRange {
  readonly text: string;
  /** Texts that are no version match nothing. */
  matches(version: string | SemverVersion): boolean;
}

/** Reads a constraint with the rules of Masterminds/semver v3. Throws SemverError. */
export function parseSemverRange(_text: string): SemverRange {
  throw new Error('not yet');
}
