// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
import type { JsonObject } from '@flux19/objects';
import { textsField } from '../../json/fields.ts';

/** A rule about one verb on one resource (of one name at most) or on one path. */
export interface SmallestRule {
  readonly apiGroup?: string;
  readonly resource?: string;
  readonly resourceName?: string;
  readonly nonResourceUrl?: string;
  readonly verb: string;
}

/** What of the wanted rules the held ones don't allow; empty when they cover everything. */
export function uncovered(held: readonly JsonObject[], wanted: readonly JsonObject[]): SmallestRule[] {
  return wanted.flatMap(breakDown).filter((rule) => !held.some((one) => covers(one, rule)));
}

function breakDown(rule: JsonObject): SmallestRule[] {
  const verbs = textsField(rule, 'verbs');
  const names = textsField(rule, 'resourceNames');
  const ofResources = textsField(rule, 'apiGroups').flatMap((apiGroup) =>
    textsField(rule, 'resources').flatMap((resource) =>
      verbs.flatMap((verb): SmallestRule[] =>
        names.length === 0
          ? [{ apiGroup, resource, verb }]
          : names.map((resourceName) => ({ apiGroup, resource, resourceName, verb })),
      ),
    ),
  );
  const ofPaths = textsField(rule, 'nonResourceURLs').flatMap((nonResourceUrl) =>
    verbs.map((verb): SmallestRule => ({ nonResourceUrl, verb })),
  );
  return [...ofResources, ...ofPaths];
}

function covers(held: JsonObject, rule: SmallestRule): boolean {
  if (!holds(textsField(held, 'verbs'), rule.verb)) return false;
  if (rule.nonResourceUrl !== undefined) {
    const { nonResourceUrl } = rule;
    // Kubernetes: a rule about names covers no path, and rules about paths have none.
    return (
      textsField(held, 'resourceNames').length === 0 &&
      textsField(held, 'nonResourceURLs').some((url) => coversUrl(url, nonResourceUrl))
    );
  }
  const names = textsField(held, 'resourceNames');
  return (
    holds(textsField(held, 'apiGroups'), rule.apiGroup ?? '') &&
    coversResource(textsField(held, 'resources'), rule.resource ?? '') &&
    (names.length === 0 || (rule.resourceName !== undefined && names.includes(rule.resourceName)))
  );
}

function holds(values: readonly string[], value: string): boolean {
  return values.includes('*') || values.includes(value);
}

function coversResource(held: readonly string[], resource: string): boolean {
  if (holds(held, resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && held.includes(`*${resource.slice(slash)}`);
}

function coversUrl(held: string, url: string): boolean {
  return held === url || (held.endsWith('*') && url.startsWith(held.replace(/\*+$/, '')));
}
