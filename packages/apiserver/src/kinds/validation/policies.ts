// The rules of the smaller groups: RBAC, networking, autoscaling, policy, scheduling, storage.
import { isDns1123Subdomain, isWildcardDns1123Subdomain, type JsonObject, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { forbiddenField, invalidField, requiredField, unsupportedField } from '../../errors/field-errors.ts';
import { asJson, field, numberField, objectField, objectsField, textField, textsField } from '../../json/fields.ts';
import { mustBeOneOf, mustBePort, mustNotChange, selectorErrors } from './checks.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

export function validateRole(role: KubeObject): FieldError[] {
  return objectsField(asJson(role), 'rules').flatMap((rule, index) =>
    ruleErrors(rule, `rules[${index}]`, role.kind === 'Role'),
  );
}

function ruleErrors(rule: JsonObject, path: string, isNamespaced: boolean): FieldError[] {
  const errors: FieldError[] = [];
  if (textsField(rule, 'verbs').length === 0)
    errors.push(requiredField(`${path}.verbs`, 'verbs must contain at least one value'));
  const urls = textsField(rule, 'nonResourceURLs');
  if (urls.length > 0) {
    if (isNamespaced) {
      errors.push(invalidField(`${path}.nonResourceURLs`, urls, 'namespaced rules cannot apply to non-resource URLs'));
    }
    return errors;
  }
  if (textsField(rule, 'apiGroups').length === 0) {
    errors.push(requiredField(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
  }
  if (textsField(rule, 'resources').length === 0) {
    errors.push(requiredField(`${path}.resources`, 'resource rules must supply at least one resource'));
  }
  return errors;
}

export function validateRoleBinding(binding: KubeObject): FieldError[] {
  const reference = objectField(asJson(binding), 'roleRef');
  const errors: FieldError[] = [];
  const group = textField(reference, 'apiGroup');
  if (group !== rbacGroup) errors.push(unsupportedField('roleRef.apiGroup', group, [rbacGroup]));
  const kinds = binding.kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  errors.push(...mustBeOneOf(textField(reference, 'kind'), 'roleRef.kind', kinds));
  if (textField(reference, 'name') === '') errors.push(requiredField('roleRef.name'));
  for (const [index, subject] of objectsField(asJson(binding), 'subjects').entries()) {
    errors.push(...subjectErrors(subject, `subjects[${index}]`));
  }
  return errors;
}

function subjectErrors(subject: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (textField(subject, 'name') === '') errors.push(requiredField(`${path}.name`));
  const kind = textField(subject, 'kind');
  const group = textField(subject, 'apiGroup');
  if (kind === 'ServiceAccount') {
    if (group !== '') errors.push(unsupportedField(`${path}.apiGroup`, group, ['']));
    if (textField(subject, 'namespace') === '') errors.push(requiredField(`${path}.namespace`));
  } else if (kind === 'User' || kind === 'Group') {
    if (group !== rbacGroup) errors.push(unsupportedField(`${path}.apiGroup`, group, [rbacGroup]));
  } else errors.push(unsupportedField(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group']));
  return errors;
}

export function validateRoleBindingUpdate(binding: KubeObject, old: KubeObject): FieldError[] {
  const next = field(asJson(binding), 'roleRef');
  const reference = objectField(asJson(binding), 'roleRef');
  // Kubernetes: the names are those of its internal type.
  const shown = {
    APIGroup: textField(reference, 'apiGroup'),
    Kind: textField(reference, 'kind'),
    Name: textField(reference, 'name'),
  };
  const errors = validateRoleBinding(binding);
  const change = mustNotChange(next, field(asJson(old), 'roleRef'), 'roleRef');
  return [...errors, ...change.map(() => invalidField('roleRef', shown, 'field is immutable'))];
}

export function validateIngress(ingress: KubeObject): FieldError[] {
  const spec = objectField(asJson(ingress), 'spec');
  const rules = objectsField(spec, 'rules');
  const backend = objectField(spec, 'defaultBackend');
  const errors: FieldError[] = [];
  if (rules.length === 0 && backend === undefined) {
    errors.push(invalidField('spec', null, 'either `defaultBackend` or `rules` must be specified'));
  }
  if (backend !== undefined) errors.push(...backendErrors(backend, 'spec.defaultBackend'));
  for (const [index, rule] of rules.entries()) errors.push(...ingressRuleErrors(rule, `spec.rules[${index}]`));
  return errors;
}

function ingressRuleErrors(rule: JsonObject, path: string): FieldError[] {
  const host = textField(rule, 'host');
  const check = host.includes('*') ? isWildcardDns1123Subdomain : isDns1123Subdomain;
  const errors = host === '' ? [] : check(host).map((text) => invalidField(`${path}.host`, host, text));
  const http = objectField(rule, 'http');
  if (http === undefined) return errors;
  const paths = objectsField(http, 'paths');
  if (paths.length === 0) errors.push(requiredField(`${path}.http.paths`));
  for (const [index, one] of paths.entries()) errors.push(...ingressPathErrors(one, `${path}.http.paths[${index}]`));
  return errors;
}

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];

function ingressPathErrors(one: JsonObject, path: string): FieldError[] {
  const type = textField(one, 'pathType');
  const text = textField(one, 'path');
  const errors: FieldError[] = [];
  if (type === '') return [requiredField(`${path}.pathType`, 'pathType must be specified')];
  errors.push(...mustBeOneOf(type, `${path}.pathType`, pathTypes));
  const isStrict = type === 'Exact' || type === 'Prefix';
  if ((isStrict || text !== '') && !text.startsWith('/')) {
    errors.push(invalidField(`${path}.path`, text, 'must be an absolute path'));
  }
  if (isStrict) errors.push(...pathTextErrors(text, `${path}.path`));
  return [...errors, ...backendErrors(objectField(one, 'backend'), `${path}.backend`)];
}

function pathTextErrors(text: string, path: string): FieldError[] {
  const within = ['//', '/./', '/../', '%2f', '%2F'].filter((part) => text.includes(part));
  const atEnd = ['/..', '/.'].filter((part) => text.endsWith(part));
  return [
    ...within.map((part) => invalidField(path, text, `must not contain '${part}'`)),
    ...atEnd.map((part) => invalidField(path, text, `cannot end with '${part}'`)),
  ];
}

function backendErrors(backend: JsonObject | undefined, path: string): FieldError[] {
  const service = objectField(backend, 'service');
  if (service === undefined) {
    return objectField(backend, 'resource') === undefined
      ? [invalidField(path, '', 'resource or service backend is required')]
      : [];
  }
  const errors: FieldError[] = [];
  if (textField(service, 'name') === '') errors.push(requiredField(`${path}.service.name`));
  const port = objectField(service, 'port');
  const number = numberField(port, 'number') ?? 0;
  if (textField(port, 'name') === '' && number === 0)
    errors.push(requiredField(path, 'port name or number is required'));
  else if (number !== 0) errors.push(...mustBePort(number, `${path}.service.port.number`));
  return errors;
}

export function validateNetworkPolicy(policy: KubeObject): FieldError[] {
  const spec = objectField(asJson(policy), 'spec');
  const errors = selectorErrors(objectField(spec, 'podSelector'), 'spec.podSelector');
  for (const [index, type] of textsField(spec, 'policyTypes').entries()) {
    errors.push(...mustBeOneOf(type, `spec.policyTypes[${index}]`, ['Egress', 'Ingress']));
  }
  return errors;
}

export function validateHorizontalPodAutoscaler(autoscaler: KubeObject): FieldError[] {
  const spec = objectField(asJson(autoscaler), 'spec');
  const minimum = numberField(spec, 'minReplicas') ?? 1;
  const maximum = numberField(spec, 'maxReplicas') ?? 0;
  const errors: FieldError[] = [];
  if (minimum < 1) errors.push(invalidField('spec.minReplicas', minimum, 'must be greater than or equal to 1'));
  if (maximum < 1) errors.push(invalidField('spec.maxReplicas', maximum, 'must be greater than 0'));
  if (maximum < minimum) {
    errors.push(invalidField('spec.maxReplicas', maximum, 'must be greater than or equal to `minReplicas`'));
  }
  const target = objectField(spec, 'scaleTargetRef');
  for (const name of ['kind', 'name']) {
    if (textField(target, name) === '') errors.push(requiredField(`spec.scaleTargetRef.${name}`));
  }
  return errors;
}

export function validatePodDisruptionBudget(budget: KubeObject): FieldError[] {
  const spec = objectField(asJson(budget), 'spec');
  const errors = selectorErrors(objectField(spec, 'selector'), 'spec.selector');
  if (field(spec, 'minAvailable') === undefined || field(spec, 'maxUnavailable') === undefined) return errors;
  return [...errors, invalidField('spec', spec, 'minAvailable and maxUnavailable cannot be both set')];
}

export function validateStorageClassUpdate(storageClass: KubeObject, old: KubeObject): FieldError[] {
  const changed = (name: string) =>
    mustNotChange(field(asJson(storageClass), name), field(asJson(old), name), name).length > 0;
  const errors: FieldError[] = [];
  for (const name of ['parameters', 'provisioner', 'reclaimPolicy']) {
    if (changed(name)) errors.push(forbiddenField(name, `updates to ${name} are forbidden.`));
  }
  return [
    ...errors,
    ...mustNotChange(
      field(asJson(storageClass), 'volumeBindingMode'),
      field(asJson(old), 'volumeBindingMode'),
      'volumeBindingMode',
    ),
  ];
}

export function validatePriorityClassUpdate(priorityClass: KubeObject, old: KubeObject): FieldError[] {
  if (field(asJson(priorityClass), 'value') === field(asJson(old), 'value')) return [];
  return [forbiddenField('value', 'may not be changed in an update.')];
}
