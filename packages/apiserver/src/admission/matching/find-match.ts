import type { JsonObject } from '@flux19/objects';
import { objectsField, textField, textsField } from '../../json/fields.ts';
import type { Catalogue } from '../../registry/catalogue.ts';
import type { Store } from '../../store/store.ts';
import { type Attributes, inOtherVersion } from './attributes.ts';
import { ruleMatches } from './rule-matches.ts';
import { selectorsMatch } from './selectors-match.ts';

export interface MatchServices {
  readonly store: Store;
  readonly catalogue: Catalogue;
}

/** The write in the version in which `matchResources` of a policy or binding are about it; undefined when they are not. */
export function matchResources(
  match: JsonObject | undefined,
  attributes: Attributes,
  services: MatchServices,
): Attributes | undefined {
  if (match === undefined) return attributes;
  if (!selectorsMatch(match, attributes, services.store)) return undefined;
  const isEquivalent = textField(match, 'matchPolicy') !== 'Exact';
  const find = (rules: readonly JsonObject[]) => findRule(rules, isEquivalent, attributes, services.catalogue);
  if (find(objectsField(match, 'excludeResourceRules')) !== undefined) return undefined;
  const rules = objectsField(match, 'resourceRules');
  return rules.length === 0 ? attributes : find(rules);
}

/** The write in the version that some rule is about: the client's own, or with `isEquivalent` any other. */
export function findRule(
  rules: readonly JsonObject[],
  isEquivalent: boolean,
  attributes: Attributes,
  catalogue: Catalogue,
): Attributes | undefined {
  const { version } = attributes.resource;
  const matches = (rule: JsonObject, asVersion: string): boolean => {
    const names = textsField(rule, 'resourceNames');
    return ruleMatches(rule, attributes, asVersion) && (names.length === 0 || names.includes(attributes.request.name));
  };
  if (rules.some((rule) => matches(rule, version))) return attributes;
  if (!isEquivalent) return undefined;
  const { group, resource } = attributes.resource;
  const others = [...(catalogue.resource(group, resource)?.versions.keys() ?? [])].filter((one) => one !== version);
  for (const rule of rules) {
    const other = others.find((one) => matches(rule, one));
    if (other !== undefined) return inOtherVersion(catalogue, attributes, other);
  }
  return undefined;
}

const configurations: ReadonlySet<string> = new Set([
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
  'mutatingwebhookconfigurations',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'validatingwebhookconfigurations',
]);

/** What policies and webhooks have no say in: themselves, so that a bad one can always be taken away. */
export function isExempt({ group, resource }: { readonly group: string; readonly resource: string }): boolean {
  return group === 'admissionregistration.k8s.io' && configurations.has(resource);
}
