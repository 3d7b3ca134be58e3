// Roles and bindings: pkg/apis/rbac/validation of Kubernetes.
import { internalForm } from '@flux19/builtin-types';
import {
  deepEqual,
  isPathSegmentName,
  type KubeObject,
  type LabelSelectorObject,
  labelSelectorFromObject,
} from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { type Check, Field, findings } from '../field.ts';
import { labelSelector } from '../labels.ts';
import { dnsSubdomain, needed, unlessEmpty } from '../names.ts';

const group = 'rbac.authorization.k8s.io';

function lookAtRules(role: Field, isNamespaced: boolean): void {
  for (const rule of role.list('rules')) {
    const urls = rule.child('nonResourceURLs');
    const [groups, resources] = [rule.child('apiGroups'), rule.child('resources')];
    if (urls.length > 0) {
      if (isNamespaced) urls.invalid('namespaced rules cannot apply to non-resource URLs');
      if (groups.length + resources.length + rule.child('resourceNames').length > 0) {
        urls.invalid('rules cannot apply to both regular resources and non-resource URLs');
      }
      continue;
    }
    if (groups.length === 0) groups.required('resource rules must supply at least one api group');
    if (resources.length === 0) resources.required('resource rules must supply at least one resource');
  }
}

/** What follows from the types is looked at last. */
function verbsMustBeThere(role: Field): void {
  for (const rule of role.list('rules')) if (rule.child('verbs').length === 0) rule.child('verbs').required();
}

export function validateRole(object: KubeObject): FieldError[] {
  return findings(object, (role) => {
    lookAtRules(role, true);
    verbsMustBeThere(role);
  });
}

export function validateClusterRole(object: KubeObject): FieldError[] {
  return findings(object, (role) => {
    lookAtRules(role, false);
    const aggregation = role.child('aggregationRule');
    const selectors = aggregation.child('clusterRoleSelectors');
    if (aggregation.isSet && selectors.length === 0) {
      selectors.required('at least one clusterRoleSelector required if aggregationRule is non-nil');
    }
    for (const selector of selectors.items()) {
      selector.must(labelSelector);
      if (!isReadable(selector)) selector.invalid('invalid label selector.', null);
    }
    verbsMustBeThere(role);
  });
}

function isReadable(selector: Field): boolean {
  try {
    labelSelectorFromObject(selector.object as LabelSelectorObject | undefined);
    return true;
  } catch {
    return false;
  }
}

const roleName: Check = (field) => {
  for (const detail of isPathSegmentName(field.text)) field.invalid(detail);
};

function lookAtBinding(binding: Field, kinds: readonly string[]): void {
  const role = binding.child('roleRef');
  if (role.textOf('apiGroup') !== group) role.child('apiGroup').unsupported([group], role.textOf('apiGroup'));
  if (!kinds.includes(role.textOf('kind'))) role.child('kind').unsupported(kinds, role.textOf('kind'));
  role.child('name').must(unlessEmpty(roleName));
  for (const subject of binding.list('subjects')) lookAtSubject(subject, kinds.includes('Role'));
  role.child('name').must(needed);
  for (const subject of binding.list('subjects')) subject.child('name').must(needed);
}

const subjectKinds = ['ServiceAccount', 'User', 'Group'];

function lookAtSubject(subject: Field, isNamespaced: boolean): void {
  const kind = subject.child('kind');
  const apiGroup = subject.child('apiGroup');
  if (kind.text === 'ServiceAccount') {
    subject.child('name').must(unlessEmpty(dnsSubdomain));
    if (apiGroup.text !== '') apiGroup.unsupported(['']);
    if (!isNamespaced && subject.textOf('namespace') === '') subject.child('namespace').required();
  } else if (kind.text === 'User' || kind.text === 'Group') {
    if (apiGroup.text !== group) apiGroup.unsupported([group], apiGroup.text);
  } else kind.unsupported(subjectKinds, kind.text);
}

function bindingRules(kinds: readonly string[]): {
  readonly validate: (object: KubeObject) => FieldError[];
  readonly validateUpdate: (object: KubeObject, old: KubeObject) => FieldError[];
} {
  return {
    validate: (object) => findings(object, (binding) => lookAtBinding(binding, kinds)),
    validateUpdate: (object, old) =>
      findings(object, (binding) => {
        lookAtBinding(binding, kinds);
        const role = binding.child('roleRef');
        if (deepEqual(role.value, Field.root(old).child('roleRef').value)) return;
        role.invalid('field is immutable', internalForm('rbac.RoleRef', role.value));
      }),
  };
}

export const roleBindingRules: ReturnType<typeof bindingRules> = bindingRules(['Role', 'ClusterRole']);
export const clusterRoleBindingRules: ReturnType<typeof bindingRules> = bindingRules(['ClusterRole']);
