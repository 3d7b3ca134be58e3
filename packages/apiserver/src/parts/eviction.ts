import type { JsonObject, KubeObject } from '@flux19/objects';
import { badRequest } from '../errors/api-errors.ts';
import { StatusError } from '../errors/status-error.ts';
import { type Reply, statusReply } from '../http/reply.ts';
import { asJson, asKubeObject, numberField, objectField, objectsField, textField, textsField } from '../json/fields.ts';
import { formatTime } from '../meta/metadata.ts';
import type { Call, Services } from '../server/services.ts';
import type { Entry } from '../store/entry.ts';
import { deleteObject } from '../verbs/delete-object.ts';
import type { DeleteOptions } from '../verbs/delete-options.ts';
import { requireEntry } from '../verbs/update-object.ts';
import { writeOf } from '../verbs/write-of.ts';
import { budgetsOf, isUncounted, spendDisruption } from './disruption-budget.ts';
import { readPart } from './read-part.ts';

/** Deletes a pod unless a PodDisruptionBudget forbids it: https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/ */
export async function evict(services: Services, call: Call, body: string): Promise<Reply> {
  const eviction = readPart(services, call, body);
  if (eviction.metadata.name !== call.info.name) throw badRequest('name in URL does not match name in Eviction object');
  const options = deleteOptionsOf(eviction, call.info.query);
  const write = writeOf(call, options.dryRun);
  const entry = requireEntry(write);
  requireBudget(services, entry.object, options.dryRun);
  const doomed = options.dryRun ? entry : withDisruption(services, entry, write.target.resource.collection);
  const { resourceVersion } = options.preconditions;
  const isVersionKnown = resourceVersion !== undefined && resourceVersion === entry.object.metadata.resourceVersion;
  const preconditions = {
    ...options.preconditions,
    resourceVersion: isVersionKnown ? doomed.object.metadata.resourceVersion : resourceVersion,
  };
  await deleteObject(services, { ...write, subresource: '' }, doomed, { ...options, preconditions });
  return {
    ...statusReply({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }),
    code: 201,
  };
}

function deleteOptionsOf(eviction: KubeObject, query: URLSearchParams): DeleteOptions {
  const wanted = objectField(asJson(eviction), 'deleteOptions');
  const preconditions = objectField(wanted, 'preconditions');
  return {
    gracePeriodSeconds: numberField(wanted, 'gracePeriodSeconds'),
    orphanDependents: undefined,
    propagationPolicy: undefined,
    preconditions: {
      uid: textField(preconditions, 'uid') || undefined,
      resourceVersion: textField(preconditions, 'resourceVersion') || undefined,
    },
    dryRun: query.getAll('dryRun').length > 0 || textsField(wanted, 'dryRun').length > 0,
  };
}

const ended: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Pending']);

function requireBudget(services: Services, pod: KubeObject, dryRun: boolean): void {
  const phase = textField(objectField(asJson(pod), 'status'), 'phase');
  if (ended.has(phase) || pod.metadata.deletionTimestamp !== undefined) return;
  const budgets = services.store.collection('policy/poddisruptionbudgets');
  const [budget, ...others] = budgetsOf(pod, budgets);
  if (others.length > 0) {
    const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
    throw new StatusError({ code: 500, reason: '', message });
  }
  if (budget === undefined || isUncounted(pod, budget.object)) return;
  const spent = spendDisruption(budget.object, pod.metadata.name, formatTime(services.clock.now()));
  if (!dryRun) services.store.put(budgets, spent);
}

/** Says on the pod itself why it goes. */
function withDisruption({ store, clock }: Services, { object }: Entry, pods: Parameters<typeof store.put>[0]): Entry {
  const status = objectField(asJson(object), 'status');
  const conditions = objectsField(status, 'conditions');
  const condition: JsonObject = {
    lastProbeTime: null,
    lastTransitionTime: formatTime(clock.now()),
    message: 'Eviction API: evicting',
    reason: 'EvictionByEvictionAPI',
    status: 'True',
    type: 'DisruptionTarget',
  };
  const others = conditions.filter((one) => textField(one, 'type') !== 'DisruptionTarget');
  return store.put(
    pods,
    asKubeObject({ ...asJson(object), status: { ...status, conditions: [...others, condition] } }),
  );
}
