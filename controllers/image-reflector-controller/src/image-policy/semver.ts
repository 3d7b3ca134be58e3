import {
  compareSemver,
  parseSemver,
  parseSemverRange,
  SemverError,
  type SemverRange,
  type SemverVersion,
} from '@flux19/expressions';
import type { Policer } from './policer.ts';
import { PolicyError } from './policy-error.ts';

/** The highest version in a range, as the tag spells it. Tags that are no versions do not count; of equal ones the first does. */
export function semver(range: string): Policer {
  const parsed = parseRange(range);
  return (tags) => {
    let latest: SemverVersion | undefined;
    for (const tag of tags) {
      const version = parseVersion(tag);
      if (version === undefined || !parsed.matches(version)) continue;
      if (latest === undefined || compareSemver(version, latest) > 0) latest = version;
    }
    if (latest === undefined) throw new Error('unable to determine latest version from provided list');
    return latest.original;
  };
}

function parseRange(range: string): SemverRange {
  try {
    return parseSemverRange(range);
  } catch (cause) {
    throw new PolicyError(`invalid policy: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Flux: three numbers are wanted, leading zeros and a `v` are not minded. */
function parseVersion(tag: string): SemverVersion | undefined {
  if (tag.split('.', 3).length !== 3) return undefined;
  try {
    return parseSemver(tag);
  } catch (thrown) {
    if (thrown instanceof SemverError) return undefined;
    throw thrown;
  }
}
