// https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes
import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, field, objectField, objectsField, textField, textsField } from '../../json/fields.ts';
import { podQualityOfService } from '../pods/quality-of-service.ts';

/** One condition under which a quota applies to an object. */
export interface ScopeSelector {
  readonly scopeName: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** The conditions of a quota, of both forms. */
export function scopesOf(quota: KubeObject): readonly ScopeSelector[] {
  const spec = objectField(asJson(quota), 'spec');
  const scopes = textsField(spec, 'scopes').map((scopeName) => ({ scopeName, operator: 'Exists', values: [] }));
  const selectors = objectsField(objectField(spec, 'scopeSelector'), 'matchExpressions').map((one) => ({
    scopeName: textField(one, 'scopeName'),
    operator: textField(one, 'operator'),
    values: textsField(one, 'values'),
  }));
  return [...scopes, ...selectors];
}

/** Whether an object of a resource (group and plural) is in a scope. Only pods and claims have scopes. */
export function isInScope(resource: string, object: KubeObject, selector: ScopeSelector): boolean {
  const spec = objectField(asJson(object), 'spec');
  if (resource === '/persistentvolumeclaims' && selector.scopeName === 'VolumeAttributesClass') {
    return matchesValue(selector, textField(spec, 'volumeAttributesClassName'));
  }
  if (resource !== '/pods') return false;
  switch (selector.scopeName) {
    case 'Terminating':
      return isTerminating(spec);
    case 'NotTerminating':
      return !isTerminating(spec);
    case 'BestEffort':
      return podQualityOfService(spec) === 'BestEffort';
    case 'NotBestEffort':
      return podQualityOfService(spec) !== 'BestEffort';
    case 'PriorityClass':
      return matchesValue(selector, textField(spec, 'priorityClassName'));
    case 'CrossNamespacePodAffinity':
      return looksIntoNamespaces(spec);
    default:
      return false;
  }
}

function matchesValue({ operator, values }: ScopeSelector, value: string): boolean {
  switch (operator) {
    case 'In':
      return value !== '' && values.includes(value);
    case 'NotIn':
      return value === '' || !values.includes(value);
    case 'DoesNotExist':
      return value === '';
    default:
      return value !== '';
  }
}

/** A pod with a deadline. */
export function isTerminating(spec: JsonObject | undefined): boolean {
  return field(spec, 'activeDeadlineSeconds') !== undefined;
}

function looksIntoNamespaces(spec: JsonObject | undefined): boolean {
  const affinity = objectField(spec, 'affinity');
  const terms = ['podAffinity', 'podAntiAffinity'].flatMap((kind) => {
    const rules = objectField(affinity, kind);
    const preferred = objectsField(rules, 'preferredDuringSchedulingIgnoredDuringExecution');
    return [
      ...objectsField(rules, 'requiredDuringSchedulingIgnoredDuringExecution'),
      ...preferred.map((one) => objectField(one, 'podAffinityTerm') ?? {}),
    ];
  });
  return terms.some(
    (term) => textsField(term, 'namespaces').length > 0 || field(term, 'namespaceSelector') !== undefined,
  );
}

/** Pods that ended, or should have, use nothing any more. */
export function isCountedPod(pod: KubeObject, now: number): boolean {
  const phase = textField(objectField(asJson(pod), 'status'), 'phase');
  if (phase === 'Failed' || phase === 'Succeeded') return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return now <= Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
}
