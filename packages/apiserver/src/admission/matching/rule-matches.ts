// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-rules
import type { JsonObject } from '@flux19/objects';
import { textField, textsField } from '../../json/fields.ts';
import type { Attributes } from './attributes.ts';

/** Whether a rule of a webhook or policy is about a write, were it one of the given version. */
export function ruleMatches(rule: JsonObject, attributes: Attributes, version: string): boolean {
  const { request, resource } = attributes;
  return (
    holds(textsField(rule, 'operations'), request.operation) &&
    holds(textsField(rule, 'apiGroups'), resource.group) &&
    holds(textsField(rule, 'apiVersions'), version) &&
    textsField(rule, 'resources').some((text) => resourceMatches(text, resource.resource, request.subresource)) &&
    scopeMatches(textField(rule, 'scope'), attributes)
  );
}

function holds(values: readonly string[], value: string): boolean {
  return values.includes('*') || values.includes(value);
}

/** `pods`, `pods/log`, `pods/*`, `*` for everything but subresources. */
function resourceMatches(text: string, resource: string, subresource: string): boolean {
  const slash = text.indexOf('/');
  const [wanted, part] = slash < 0 ? [text, ''] : [text.slice(0, slash), text.slice(slash + 1)];
  return (wanted === '*' || wanted === resource) && (part === '*' || part === subresource);
}

function scopeMatches(scope: string, { resource, namespace }: Attributes): boolean {
  const isOfCluster = namespace === '' || (resource.group === '' && resource.resource === 'namespaces');
  if (scope === 'Namespaced') return !isOfCluster;
  return scope === 'Cluster' ? isOfCluster : true;
}
