import { type KubeObject, type LabelSelectorObject, labelSelectorFromObject, matchesLabels } from '@flux19/objects';
import { StatusError } from '../errors/status-error.ts';
import { type Reply, statusReply } from '../http/reply.ts';
import { asJson, numberField, objectField, textField } from '../json/fields.ts';
import type { Call, Services } from '../server/services.ts';
import { deleteObject } from '../verbs/delete-object.ts';
import type { DeleteOptions } from '../verbs/delete-options.ts';
import { requireEntry } from '../verbs/update-object.ts';
import { writeOf } from '../verbs/write-of.ts';
import { readPart } from './read-part.ts';

/** Deletes a pod unless a PodDisruptionBudget forbids it: https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/ */
export function evict(services: Services, call: Call, body: string): Reply {
  const eviction = readPart(services, call, body);
  const dryRun = call.info.query.getAll('dryRun').length > 0;
  const write = writeOf(call, dryRun);
  const entry = requireEntry(write);
  requireBudget(services, entry.object);
  const wanted = objectField(asJson(eviction), 'deleteOptions');
  const preconditions = objectField(wanted, 'preconditions');
  const options: DeleteOptions = {
    gracePeriodSeconds: numberField(wanted, 'gracePeriodSeconds'),
    orphanDependents: undefined,
    propagationPolicy: undefined,
    preconditions: {
      uid: textField(preconditions, 'uid') || undefined,
      resourceVersion: textField(preconditions, 'resourceVersion') || undefined,
    },
    dryRun,
  };
  deleteObject(services, { ...write, subresource: '' }, entry, options);
  return {
    ...statusReply({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }),
    code: 201,
  };
}

const finished: ReadonlySet<string> = new Set(['Succeeded', 'Failed', 'Pending']);

function requireBudget({ store }: Services, pod: KubeObject): void {
  if (finished.has(textField(objectField(asJson(pod), 'status'), 'phase'))) return;
  const { namespace = '', labels, name } = pod.metadata;
  const budgets = store
    .collection('policy/poddisruptionbudgets')
    .inNamespace(namespace)
    .filter(({ object }) => selects(object, labels));
  for (const { object } of budgets) {
    const status = objectField(asJson(object), 'status');
    if ((numberField(status, 'disruptionsAllowed') ?? 0) > 0) continue;
    const desired = numberField(status, 'desiredHealthy') ?? 0;
    const current = numberField(status, 'currentHealthy') ?? 0;
    const why = `The disruption budget ${object.metadata.name} needs ${desired} healthy pods and has ${current} currently`;
    throw new StatusError({
      code: 429,
      reason: 'TooManyRequests',
      message: `Cannot evict pod as it would violate the pod's disruption budget.`,
      details: { name, causes: [{ reason: 'DisruptionBudget', message: why }] },
    });
  }
}

function selects(budget: KubeObject, labels: KubeObject['metadata']['labels']): boolean {
  const selector = objectField(objectField(asJson(budget), 'spec'), 'selector') as LabelSelectorObject | undefined;
  return selector !== undefined && matchesLabels(labelSelectorFromObject(selector), labels);
}
