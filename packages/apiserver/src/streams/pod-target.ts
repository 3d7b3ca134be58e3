import type { KubeObject } from '@flux19/objects';
import { badRequest, notFound } from '../errors/api-errors.ts';
import type { RequestInfo } from '../http/request-info.ts';
import { asJson, objectField, textField } from '../json/fields.ts';
import type { PodProcesses } from '../server/pod-processes.ts';
import type { Services } from '../server/services.ts';

/** The pod that a path names. Throws StatusError 404 and, for a pod that is on no node, 400. */
export function requirePlacedPod({ store }: Services, { namespace, name }: RequestInfo): KubeObject {
  const pod = store.collection('/pods').get(namespace, name)?.object;
  if (pod === undefined) throw notFound({ group: '', resource: 'pods' }, name);
  if (textField(objectField(asJson(pod), 'spec'), 'nodeName') === '') {
    throw badRequest(`pod ${name} does not have a host assigned`);
  }
  return pod;
}

/** The processes of a pod. Throws StatusError 400 for a pod that is simulated. */
export function requireProcesses({ podProcesses }: Services, pod: KubeObject): PodProcesses {
  const found = podProcesses?.find(pod);
  if (found === undefined) throw badRequest(simulated(pod.metadata.name, podProcesses?.help));
  return found;
}

/** Why something that needs a process does not work with a pod. */
export function simulated(name: string, help: string | undefined): string {
  const text = `pod ${name} is simulated: no process runs for it on this cluster`;
  return help === undefined ? text : `${text}; ${help}`;
}
