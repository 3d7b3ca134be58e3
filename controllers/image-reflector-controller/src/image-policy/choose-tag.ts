import type { ImagePolicySpec } from '@flux19/api';
import { filterTags } from './filter-tags.ts';
import { policerOf } from './policer.ts';

/**
 * The latest tag by a policy. Throws `PolicyError` when the policy cannot be used, another error when it finds nothing.
 *
 * @param tags at least one
 */
export function chooseTag(
  { policy, filterTags: filter }: Pick<ImagePolicySpec, 'policy' | 'filterTags'>,
  tags: readonly string[],
): string {
  const latest = policerOf(policy);
  if (filter === undefined) return latest(tags);
  const originals = filterTags(tags, filter.pattern ?? '', filter.extract ?? '');
  return originals.get(latest([...originals.keys()])) ?? '';
}
