import type { JsonObject } from '@flux19/objects';
import { textsField } from '../json/fields.ts';
import type { AccessAttributes } from './authorizer.ts';

/** Whether a rule allows a request for a resource. */
export function allowsResource(rule: JsonObject, attributes: AccessAttributes): boolean {
  const { verb, group, resource, subresource, name } = attributes;
  const names = textsField(rule, 'resourceNames');
  return (
    holds(textsField(rule, 'verbs'), verb) &&
    holds(textsField(rule, 'apiGroups'), group) &&
    holdsResource(textsField(rule, 'resources'), resource, subresource) &&
    (names.length === 0 || names.includes(name))
  );
}

/** Whether a rule allows a request for a path that is no resource. */
export function allowsPath(rule: JsonObject, { verb, path }: AccessAttributes): boolean {
  return (
    holds(textsField(rule, 'verbs'), verb) && textsField(rule, 'nonResourceURLs').some((url) => matchesPath(url, path))
  );
}

function holds(values: readonly string[], value: string): boolean {
  return values.includes('*') || values.includes(value);
}

/** `pods`, `pods/log`, `*` for everything, and a star before a slash for a subresource of whatever resource. */
function holdsResource(resources: readonly string[], resource: string, subresource: string): boolean {
  const whole = subresource === '' ? resource : `${resource}/${subresource}`;
  return holds(resources, whole) || (subresource !== '' && resources.includes(`*/${subresource}`));
}

function matchesPath(pattern: string, path: string): boolean {
  return pattern === '*' || pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)));
}
