import { internalForm } from '@flux19/builtin-types';
import type { KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { type Check, Field, findings } from '../field.ts';
import { isStandardQuotaResource, resourceAmount, resourceName } from '../resource-names.ts';

const quotaResource: Check = (entry) => {
  resourceName(entry);
  if (!entry.name.includes('/') && !isStandardQuotaResource(entry.name)) {
    entry.invalid('must be a standard resource for quota', entry.name);
  }
  resourceAmount(entry);
};

function lookAtAmounts(amounts: Field): void {
  for (const entry of amounts.entries()) entry.must(quotaResource);
}

const podScopes = ['Terminating', 'NotTerminating', 'NotBestEffort', 'PriorityClass', 'CrossNamespacePodAffinity'];
const scopes: ReadonlySet<string> = new Set([...podScopes, 'BestEffort', 'VolumeAttributesClass']);
const podAmounts = ['cpu', 'memory'];
const podResources: ReadonlySet<string> = new Set([
  'pods',
  ...podAmounts,
  ...podAmounts.map((name) => `limits.${name}`),
  ...podAmounts.map((name) => `requests.${name}`),
]);

function isCountedIn(scope: string, resource: string): boolean {
  if (podScopes.includes(scope)) return podResources.has(resource);
  if (scope === 'BestEffort') return resource === 'pods';
  if (scope === 'VolumeAttributesClass')
    return resource === 'persistentvolumeclaims' || resource === 'requests.storage';
  return true;
}

function resourcesMustFit(scope: string, hard: readonly string[], complain: () => void): void {
  for (const resource of hard) if (isStandardQuotaResource(resource) && !isCountedIn(scope, resource)) complain();
}

function lookAtConflicts(used: ReadonlySet<string>, list: Field): void {
  for (const scope of ['BestEffort', 'Terminating']) {
    if (used.has(scope) && used.has(`Not${scope}`)) list.invalid('conflicting scopes', list.shown);
  }
}

function lookAtScopes(spec: Field, hard: readonly string[]): void {
  const list = spec.child('scopes');
  for (const scope of spec.textsOf('scopes')) {
    if (!scopes.has(scope)) list.invalid('unsupported scope');
    resourcesMustFit(scope, hard, () => list.invalid('unsupported scope applied to resource'));
  }
  lookAtConflicts(new Set(spec.textsOf('scopes')), list);
}

const existsOnly =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
const withoutValues = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'];

function lookAtSelector(spec: Field, hard: readonly string[]): void {
  const selector = spec.child('scopeSelector');
  const list = selector.child('matchExpressions');
  const used = new Set<string>();
  for (const expression of list.items()) {
    const scope = expression.textOf('scopeName');
    const operator = expression.textOf('operator');
    const here = (name: string): Field => list.child(name).holding(expression.child(name).value);
    if (!scopes.has(scope)) here('scopeName').invalid('unsupported scope', scope);
    const shown = internalForm('core.ScopeSelector', selector.value);
    resourcesMustFit(scope, hard, () => list.invalid('unsupported scope applied to resource', shown));
    if (withoutValues.includes(scope) && operator !== 'Exists') here('operator').invalid(existsOnly, operator);
    lookAtValues(here('operator'), here('values'));
    used.add(scope);
  }
  lookAtConflicts(used, list.holding(spec.child('scopes').value));
}

function lookAtValues(operator: Field, values: Field): void {
  if (operator.text === 'In' || operator.text === 'NotIn') {
    if (values.length > 0) return;
    values.required("must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
  } else if (operator.text === 'Exists' || operator.text === 'DoesNotExist') {
    if (values.length === 0) return;
    values.invalid("must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
  } else operator.invalid('not a valid selector operator', operator.text);
}

function lookAtSpec(quota: Field): void {
  const spec = quota.child('spec');
  lookAtAmounts(spec.child('hard'));
  const hard = Object.keys(spec.child('hard').object ?? {}).toSorted();
  lookAtScopes(spec, hard);
  lookAtSelector(spec, hard);
}

export function validateResourceQuota(object: KubeObject): FieldError[] {
  return findings(object, lookAtSpec);
}

export function validateResourceQuotaUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (quota) => {
    lookAtSpec(quota);
    const list = quota.at('spec', 'scopes');
    const before = new Set(Field.root(old).child('spec').textsOf('scopes'));
    const now = new Set(quota.child('spec').textsOf('scopes'));
    if (before.symmetricDifference(now).size > 0) list.invalid('field is immutable', list.shown);
  });
}

export function validateResourceQuotaStatus(object: KubeObject): FieldError[] {
  return findings(object, (quota) => {
    lookAtAmounts(quota.at('status', 'hard'));
    lookAtAmounts(quota.at('status', 'used'));
  });
}
