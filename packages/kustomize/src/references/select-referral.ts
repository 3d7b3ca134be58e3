import { KustomizeError } from '../engine/kustomize-error.ts';
import { effectiveNamespace, type IdSelector, idText, isSelected } from '../identity/gvk.ts';
import type { Resource } from '../resources/resource.ts';
import { isFields, textOf } from '../values/value.ts';

export interface Search {
  readonly referrer: Resource;
  /** The kind the field refers to. */
  readonly target: IdSelector;
  readonly path: string;
}

/** The one resource among those of a name that a field can mean; undefined when there is none. Throws when several remain. */
export function selectReferral(
  search: Search,
  named: readonly Resource[],
  areAlike: (resources: readonly Resource[]) => boolean,
): Resource | undefined {
  let found = named.filter((other) => hadKind(other, search.target));
  if (search.path.endsWith('roleRef/name')) found = found.filter(roleFilter(search.referrer));
  found = found.filter(namespaceFilter(search.referrer));
  if (found.length === 1) return found[0];
  found = found.filter((other) => sameAffixes(search.referrer, other, true));
  if (found.length > 1) found = found.filter((other) => sameAffixes(search.referrer, other, false));
  if (found.length <= 1 || areAlike(found)) return found[0];
  const ids = found.map((other) => idText(other.id)).join(', ');
  throw new KustomizeError(`found multiple possible referrals: ${ids}`, { reason: 'AmbiguousReference' });
}

function hadKind(resource: Resource, gvk: IdSelector): boolean {
  return resource.previousIds.some((id) => isSelected(id, gvk));
}

function roleFilter(referrer: Resource): (other: Resource) => boolean {
  const roleRef = referrer.value?.['roleRef'];
  if (!isFields(roleRef) || roleRef['apiGroup'] === undefined || roleRef['kind'] === undefined) return () => true;
  const gvk = { group: textOf(roleRef['apiGroup']), kind: textOf(roleRef['kind']) };
  return (other) => hadKind(other, gvk);
}

function namespaceFilter(referrer: Resource): (other: Resource) => boolean {
  const id = referrer.id;
  if (id.isClusterScoped) return () => true;
  const namespace = effectiveNamespace(id);
  return (other) =>
    other.id.isClusterScoped || other.kind === 'ServiceAccount' || effectiveNamespace(other.id) === namespace;
}

/** Resources customized together have prefixes and suffixes that end alike. */
function sameAffixes(left: Resource, right: Resource, allowEmpty: boolean): boolean {
  return endAlike(left.prefixes, right.prefixes, allowEmpty) && endAlike(left.suffixes, right.suffixes, allowEmpty);
}

function endAlike(left: readonly string[], right: readonly string[], allowEmpty: boolean): boolean {
  if (left.length === 0 || right.length === 0) return allowEmpty || left.length === right.length;
  const length = Math.min(left.length, right.length);
  for (let back = 1; back <= length; back++) if (left.at(-back) !== right.at(-back)) return false;
  return true;
}
