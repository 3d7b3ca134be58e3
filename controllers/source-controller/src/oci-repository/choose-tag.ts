import { compareSemver, compileGoRegexp, parseSemver, parseSemverRange, type SemverVersion } from '@flux19/expressions';
import { mediaTypes } from '@flux19/oci';

/** What is wanted of the tags of a repository. */
export interface TagChoice {
  readonly semver: string;
  /** `spec.ref.semverFilter` */
  readonly filter: string | undefined;
  /** `spec.layerSelector.mediaType` */
  readonly mediaType: string | undefined;
}

/**
 * The tag with the highest version in a range, among those that the filter lets through. Throws errors with Flux's messages: a range or
 * filter that cannot be read, or no tag that matches.
 */
export function chooseTag(tags: readonly string[], { semver, filter, mediaType }: TagChoice): string {
  const pattern = filter === undefined || filter === '' ? undefined : compileGoRegexp(filter);
  const range = parseRange(semver);
  let best: { readonly version: SemverVersion; readonly tag: string } | undefined;
  for (const tag of tags) {
    if (pattern?.test(tag) === false) continue;
    const version = parseTag(tag, mediaType);
    if (version === undefined || !range.matches(version)) continue;
    if (best === undefined || compareSemver(version, best.version) > 0) best = { version, tag };
  }
  if (best === undefined) throw new Error(`no match found for semver: ${semver}`);
  return best.tag;
}

function parseRange(semver: string): ReturnType<typeof parseSemverRange> {
  try {
    return parseSemverRange(semver);
  } catch (thrown) {
    throw rangeFailure(semver, thrown);
  }
}

function rangeFailure(semver: string, cause: unknown): Error {
  return new Error(`semver '${semver}' parse error: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  });
}

/** Flux: three numbers are required. Helm writes the `+` of a version, which no tag may have, as `_`. */
function parseTag(tag: string, mediaType: string | undefined): SemverVersion | undefined {
  const text = mediaType === mediaTypes.helmChart ? tag.replaceAll('_', '+') : tag;
  if (text.split('.').length < 3) return undefined;
  try {
    return parseSemver(text);
  } catch {
    return undefined;
  }
}
