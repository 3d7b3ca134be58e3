import { compileGoRegexp } from '@flux19/expressions';

/** How many tags the status shows. */
const latestTagsCount = 10;

/** The tags that no pattern matches, in descending order. Throws with Flux's message when a pattern cannot be read. */
export function selectTags(tags: readonly string[], exclusions: readonly string[]): string[] {
  const patterns = exclusions.map((pattern) => {
    try {
      return compileGoRegexp(pattern);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`failed to compile regex ${pattern}: ${why}`, { cause });
    }
  });
  const selected = tags.filter((tag) => !patterns.some((pattern) => pattern.test(tag)));
  return selected.sort((a, b) => (a === b ? 0 : a < b ? 1 : -1));
}

/** The part of them that the status shows; undefined when there are none. */
export function latestTags(selected: readonly string[]): readonly string[] | undefined {
  return selected.length === 0 ? undefined : selected.slice(0, latestTagsCount);
}
