import type { ImagePolicyChoice } from '@flux19/api';
import { alphabetical } from './alphabetical.ts';
import { numerical } from './numerical.ts';
import { PolicyError } from './policy-error.ts';
import { semver } from './semver.ts';

/** Finds the latest of some tags. Throws when there is none. */
export type Policer = (tags: readonly string[]) => string;

/** The way of choosing that a policy names. Throws `PolicyError`. */
export function policerOf(choice: ImagePolicyChoice): Policer {
  const choose = policer(choice);
  return (tags) => {
    if (tags.length === 0) throw new Error('version list argument cannot be empty');
    return choose(tags);
  };
}

function policer(choice: ImagePolicyChoice): Policer {
  if (choice.semver !== undefined) return semver(choice.semver.range);
  if (choice.alphabetical !== undefined) return alphabetical(orderOf(choice.alphabetical.order));
  if (choice.numerical !== undefined) return numerical(orderOf(choice.numerical.order));
  throw new PolicyError('invalid policy: given ImagePolicyChoice object is invalid');
}

/** The order in Flux's spelling. Throws `PolicyError`. */
function orderOf(order: string = ''): 'ASC' | 'DESC' {
  const upper = order.toUpperCase();
  if (upper === '' || upper === 'ASC') return 'ASC';
  if (upper === 'DESC') return 'DESC';
  throw new PolicyError(`invalid policy: invalid order argument provided: '${upper}', must be one of: ASC, DESC`);
}
