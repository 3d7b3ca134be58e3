import type { JsonObject, KubeObject } from '@flux19/objects';
import { conflict, invalid } from '../errors/api-errors.ts';
import { requiredField } from '../errors/field-errors.ts';
import { type Reply, statusReply } from '../http/reply.ts';
import { asJson, asKubeObject, ensureObject, objectField, objectsField, textField } from '../json/fields.ts';
import { formatTime } from '../meta/metadata.ts';
import type { Call, Services } from '../server/services.ts';
import { readObject } from '../verbs/read-object.ts';
import { requireEntry } from '../verbs/update-object.ts';
import type { Write } from '../verbs/write.ts';
import { writeOf } from '../verbs/write-of.ts';
import { readPart } from './read-part.ts';

/** POST to a pod's binding: gives the pod to a node. */
export function bindPod(services: Services, call: Call, body: string): Reply {
  return bind(services, writeOf(call, call.info.query.getAll('dryRun').length > 0), readPart(services, call, body));
}

/** POST to the collection of bindings, which is the same thing under an older path. */
export function createBinding(services: Services, call: Call, body: string): Reply {
  const binding = readObject(services, call, body, 'Warn');
  const target = services.catalogue.find('', 'v1', 'pods') ?? call.target;
  const write = { ...writeOf(call, call.info.query.getAll('dryRun').length > 0), target, name: binding.metadata.name };
  return bind(services, write, binding);
}

function bind(services: Services, write: Write, binding: KubeObject): Reply {
  const entry = requireEntry(write);
  const node = textField(objectField(asJson(binding), 'target'), 'name');
  if (node === '') throw invalid({ group: '', resource: 'Binding' }, write.name, [requiredField('target.name')]);
  const pod = entry.object;
  const bound = textField(objectField(asJson(pod), 'spec'), 'nodeName');
  const what = { group: '', resource: 'pods/binding' };
  if (pod.metadata.deletionTimestamp !== undefined) {
    throw conflict(what, write.name, `pod ${write.name} is being deleted, cannot be assigned to a host`);
  }
  if (bound !== '')
    throw conflict(what, write.name, `pod ${write.name} is already assigned to node ${JSON.stringify(bound)}`);
  if (!write.dryRun) {
    services.store.put(write.target.resource.collection, boundPod(pod, node, formatTime(services.clock.now())));
  }
  return {
    ...statusReply({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }),
    code: 201,
  };
}

function boundPod(pod: KubeObject, nodeName: string, lastTransitionTime: string): KubeObject {
  const next: JsonObject = { ...asJson(pod) };
  next['spec'] = { ...objectField(next, 'spec'), nodeName };
  const status = { ...objectField(next, 'status') };
  const others = objectsField(status, 'conditions').filter((one) => textField(one, 'type') !== 'PodScheduled');
  status['conditions'] = [...others, { lastProbeTime: null, lastTransitionTime, status: 'True', type: 'PodScheduled' }];
  next['status'] = status;
  ensureObject(next, 'metadata');
  return asKubeObject(next);
}
