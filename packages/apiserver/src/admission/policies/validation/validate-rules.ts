// Which rules of webhooks and policies make sense.
import { isPathSegmentName, type JsonObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { duplicateField, invalidField, requiredField, unsupportedField } from '../../../errors/field-errors.ts';
import { field, textField, textsField } from '../../../json/fields.ts';

const operations = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const scopes = ['*', 'Cluster', 'Namespaced'];

/** Complaints about a rule with the names of objects that it is about. */
export function namedRuleErrors(rule: JsonObject, path: string): FieldError[] {
  const seen = new Set<string>();
  const errors = textsField(rule, 'resourceNames').flatMap((name, n) => {
    const place = `${path}.resourceNames[${n}]`;
    const duplicates = seen.has(name) ? [duplicateField(place, name)] : [];
    seen.add(name);
    return [...isPathSegmentName(name).map((text) => invalidField(place, name, text)), ...duplicates];
  });
  return [...errors, ...ruleErrors(rule, path)];
}

/** Complaints about a rule. */
export function ruleErrors(rule: JsonObject, path: string, supported: readonly string[] = operations): FieldError[] {
  const wanted = textsField(rule, 'operations');
  const scope = textField(rule, 'scope');
  return [
    ...lonelyStar(rule, 'operations', path, 'operations'),
    ...wanted.flatMap((operation, n) =>
      supported.includes(operation) ? [] : [unsupportedField(`${path}.operations[${n}]`, operation, supported)],
    ),
    ...lonelyStar(rule, 'apiGroups', path, 'API groups'),
    ...lonelyStar(rule, 'apiVersions', path, 'API versions'),
    ...textsField(rule, 'apiVersions').flatMap((version, n) =>
      version === '' ? [requiredField(`${path}.apiVersions[${n}]`)] : [],
    ),
    ...resourceErrors(textsField(rule, 'resources'), `${path}.resources`),
    ...(field(rule, 'scope') === undefined || scopes.includes(scope)
      ? []
      : [unsupportedField(`${path}.scope`, scope, scopes)]),
  ];
}

function lonelyStar(rule: JsonObject, name: string, path: string, what: string): FieldError[] {
  const values = textsField(rule, name);
  if (values.length === 0) return [requiredField(`${path}.${name}`)];
  if (values.length === 1 || !values.includes('*')) return [];
  return [invalidField(`${path}.${name}`, values, `if '*' is present, must not specify other ${what}`)];
}

function resourceErrors(resources: readonly string[], path: string): FieldError[] {
  if (resources.length === 0) return [requiredField(path)];
  const wholeResources = new Set<string>();
  const wholeSubresources = new Set<string>();
  const errors = resources.flatMap((text, n) => {
    if (text === '') return [requiredField(`${path}[${n}]`)];
    const slash = text.indexOf('/');
    if (slash < 0) return [];
    const [resource, part] = [text.slice(0, slash), text.slice(slash + 1)];
    const stars = [
      ...(wholeResources.has(resource) ? [`${resource}/*`] : []),
      ...(wholeSubresources.has(part) ? [`*/${part}`] : []),
    ];
    if (part === '*') wholeResources.add(resource);
    if (resource === '*') wholeSubresources.add(part);
    return stars.map((star) =>
      invalidField(`${path}[${n}]`, text, `if '${star}' is present, must not specify ${text}`),
    );
  });
  return [...errors, ...mixedStarErrors(resources, path)];
}

function mixedStarErrors(resources: readonly string[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (resources.length > 1 && resources.includes('*/*')) {
    errors.push(invalidField(path, resources, "if '*/*' is present, must not specify other resources"));
  }
  // Kubernetes: the last one without a slash counts.
  const last = resources.findLast((text) => text !== '' && !text.includes('/'));
  if (resources.includes('*') && last !== undefined && last !== '*') {
    const text = "if '*' is present, must not specify other resources without subresources";
    errors.push(invalidField(path, resources, text));
  }
  return errors;
}
