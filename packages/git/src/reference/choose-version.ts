import {
  compareSemver,
  parseSemver,
  parseSemverRange,
  type SemverRange,
  type SemverVersion,
} from '@flux19/expressions';
import { GitError } from '../git-error.ts';

/**
 * The tags with the highest version in a range. There are several when versions differ in build metadata only, which does not count
 * in comparisons: Flux then takes the one whose commit is the youngest. Throws `GitError` with Flux's message when none matches.
 */
export function chooseVersions(tags: readonly string[], range: string): readonly [string, ...string[]] {
  const wanted = parseRange(range);
  let best: { readonly version: SemverVersion; readonly tags: [string, ...string[]] } | undefined;
  for (const tag of tags) {
    const version = parseTag(tag);
    if (version === undefined || !wanted.matches(version)) continue;
    const order = best === undefined ? 1 : compareSemver(version, best.version);
    if (order > 0) best = { version, tags: [tag] };
    else if (order === 0) best?.tags.push(tag);
  }
  if (best === undefined) throw new GitError('ReferenceNotFound', `no match found for semver: ${range}`);
  return best.tags;
}

function parseRange(range: string): SemverRange {
  try {
    return parseSemverRange(range);
  } catch (cause) {
    throw invalidRange(cause);
  }
}

function invalidRange(cause: unknown): GitError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new GitError('InvalidReference', `semver parse error: ${why}`, { cause });
}

/** Flux: three numbers are required, a `v` in front and leading zeros are allowed; other tags are passed over. */
function parseTag(tag: string): SemverVersion | undefined {
  if (tag.split('.').length < 3) return undefined;
  try {
    return parseSemver(tag);
  } catch {
    return undefined;
  }
}
