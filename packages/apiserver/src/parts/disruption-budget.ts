import {
  type JsonObject,
  type KubeObject,
  type LabelSelectorObject,
  labelSelectorFromObject,
  matchesLabels,
} from '@flux19/objects';
import { forbidden, tooManyRequests } from '../errors/api-errors.ts';
import type { StatusCause } from '../errors/status.ts';
import { asJson, asKubeObject, numberField, objectField, objectsField, textField } from '../json/fields.ts';
import type { Collection } from '../store/collection.ts';
import type { Entry } from '../store/entry.ts';

/** Evictions that may wait for the controller of the budget to take note of them. */
const pendingLimit = 2000;
const violation = "Cannot evict pod as it would violate the pod's disruption budget.";

/** The PodDisruptionBudgets that select a pod. */
export function budgetsOf({ metadata: { namespace = '', labels } }: KubeObject, budgets: Collection): Entry[] {
  return budgets.inNamespace(namespace).filter(({ object }) => selects(object, labels));
}

function selects(budget: KubeObject, labels: KubeObject['metadata']['labels']): boolean {
  const selector = objectField(objectField(asJson(budget), 'spec'), 'selector') as LabelSelectorObject | undefined;
  return selector !== undefined && matchesLabels(labelSelectorFromObject(selector), labels);
}

/** Whether the pod is not ready and may go without using up one of the budget's disruptions. */
export function isUncounted(pod: KubeObject, budget: KubeObject): boolean {
  const conditions = objectsField(objectField(asJson(pod), 'status'), 'conditions');
  if (conditions.some((one) => textField(one, 'type') === 'Ready' && textField(one, 'status') === 'True')) return false;
  const spec = objectField(asJson(budget), 'spec');
  if (textField(spec, 'unhealthyPodEvictionPolicy') === 'AlwaysAllow') return true;
  const { current, desired } = healthOf(budget);
  return desired > 0 && current >= desired;
}

/** The budget after one more disruption. Throws StatusError 429 or 403 when it allows none. */
export function spendDisruption(budget: KubeObject, podName: string, now: string): KubeObject {
  const status = objectField(asJson(budget), 'status') ?? {};
  const { name, generation = 0 } = budget.metadata;
  if ((numberField(status, 'observedGeneration') ?? 0) < generation) {
    throw refusal(`The disruption budget ${name} is still being processed by the server.`, 10);
  }
  const allowed = numberField(status, 'disruptionsAllowed') ?? 0;
  const pending = objectField(status, 'disruptedPods') ?? {};
  if (allowed < 0) throw broken(name, 'pdb disruptions allowed is negative', 'pdb disruptions allowed is negative');
  if (Object.keys(pending).length > pendingLimit) {
    const why = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller';
    throw broken(name, why, 'too many pending evictions not confirmed by PDB controller');
  }
  if (allowed === 0) throw refusal(exhausted(budget), 0);
  const next: JsonObject = {
    ...status,
    disruptionsAllowed: allowed - 1,
    disruptedPods: { ...pending, [podName]: now },
  };
  if (allowed === 1) next['conditions'] = withInsufficientPods(status, now);
  return asKubeObject({ ...asJson(budget), status: next });
}

function exhausted(budget: KubeObject): string {
  const { name } = budget.metadata;
  const { current, desired } = healthOf(budget);
  const condition = allowedCondition(objectField(asJson(budget), 'status'));
  const isFalse = textField(condition, 'status') === 'False';
  const [reason, message] = [textField(condition, 'reason'), textField(condition, 'message')];
  const start = `The disruption budget ${name}`;
  if (isFalse && message !== '' && reason === 'SyncFailed') {
    return `${start} does not allow evicting pods currently because it failed sync: ${message}`;
  }
  if (current <= desired) return `${start} needs ${desired} healthy pods and has ${current} currently`;
  if (isFalse && message !== '') return `${start} does not allow evicting pods currently (${reason}): ${message}`;
  return `${start} does not allow evicting pods currently`;
}

function healthOf(budget: KubeObject): { readonly current: number; readonly desired: number } {
  const status = objectField(asJson(budget), 'status');
  return {
    current: numberField(status, 'currentHealthy') ?? 0,
    desired: numberField(status, 'desiredHealthy') ?? 0,
  };
}

function allowedCondition(status: JsonObject | undefined): JsonObject | undefined {
  return objectsField(status, 'conditions').find((one) => textField(one, 'type') === 'DisruptionAllowed');
}

function withInsufficientPods(status: JsonObject, now: string): JsonObject[] {
  const old = allowedCondition(status);
  const isSame = textField(old, 'status') === 'False';
  const next: JsonObject = {
    lastTransitionTime: isSame ? textField(old, 'lastTransitionTime') : now,
    message: '',
    observedGeneration: numberField(status, 'observedGeneration') ?? 0,
    reason: 'InsufficientPods',
    status: 'False',
    type: 'DisruptionAllowed',
  };
  return [...objectsField(status, 'conditions').filter((one) => one !== old), next];
}

function causesOf(message: string): StatusCause[] {
  return [{ reason: 'DisruptionBudget', message }];
}

function refusal(why: string, retryAfterSeconds: number): Error {
  return tooManyRequests(violation, retryAfterSeconds, causesOf(why));
}

function broken(name: string, why: string, cause: string): Error {
  const message = `The disruption budget ${name} does not allow evicting pods currently: ${cause}`;
  return forbidden({ group: 'policy', resource: 'poddisruptionbudget' }, name, why, causesOf(message));
}
