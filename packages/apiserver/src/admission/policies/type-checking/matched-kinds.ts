import { formatApiVersion, type JsonObject } from '@flux19/objects';
import { objectField, objectsField, textsField } from '../../../json/fields.ts';
import type { Catalogue } from '../../../registry/catalogue.ts';
import type { Target } from '../../../registry/served-resource.ts';

/** Most kinds that expressions of a policy are checked against, as in Kubernetes. */
const mostKinds = 10;

/** The kinds that a policy names one by one, in the order of their groups, versions and names. Patterns stand for no kind. */
export function matchedKinds(policy: JsonObject, catalogue: Catalogue): readonly Target[] {
  const rules = objectsField(objectField(objectField(policy, 'spec'), 'matchConstraints'), 'resourceRules');
  const found = new Map<string, Target>();
  for (const rule of rules) {
    for (const target of namedBy(rule, catalogue).slice(0, mostKinds)) found.set(kindName(target), target);
    if (found.size >= mostKinds) break;
  }
  return [...found.values()].toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function namedBy(rule: JsonObject, catalogue: Catalogue): Target[] {
  const [groups, versions, resources] = ['apiGroups', 'apiVersions', 'resources'].map((name) => textsField(rule, name));
  if (groups === undefined || versions === undefined || resources === undefined) return [];
  if ([...groups, ...versions].some((text) => text.includes('*'))) return [];
  const plurals = resources.filter((text) => !/[*/]/.test(text)).toSorted();
  return groups.toSorted().flatMap((group) =>
    versions.toSorted().flatMap((version) =>
      plurals.flatMap((plural) => {
        const target = catalogue.find(group, version, plural);
        return target === undefined ? [] : [target];
      }),
    ),
  );
}

/** As Go prints a kind: `apps/v1, Kind=Deployment`; the core group leaves its name empty. */
export function kindName({ resource, version }: Target): string {
  return `${resource.group}/${version.version}, Kind=${resource.kind}`;
}

function sortKey({ resource, version }: Target): string {
  return `${resource.group}\0${version.version}\0${resource.kind}`;
}

/** The kind of the parameters of a policy; undefined when it has none, or one that is not served. */
export function parameterKind(policy: JsonObject, catalogue: Catalogue): Target | undefined {
  const { apiVersion, kind } = objectField(objectField(policy, 'spec'), 'paramKind') ?? {};
  for (const resource of catalogue.resources()) {
    for (const version of resource.versions.values()) {
      const isWanted = formatApiVersion(resource.group, version.version) === apiVersion && resource.kind === kind;
      if (isWanted) return { resource, version };
    }
  }
  return undefined;
}
