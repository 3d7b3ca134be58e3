import type { JsonObject, KubeObject } from '@flux19/objects';
import { badRequest } from '../errors/api-errors.ts';
import type { Reply } from '../http/reply.ts';
import { asJson, objectField, objectsField, textField } from '../json/fields.ts';
import type { Call, Services } from '../server/services.ts';
import { findContainer } from '../streams/find-container.ts';
import { requireEntry } from '../verbs/update-object.ts';
import { writeOf } from '../verbs/write-of.ts';
import { readLogOptions } from './pod-log-options.ts';

/** GET of a pod's log: what the pod's container has written, as whoever runs it remembers. */
export function podLog(services: Services, call: Call): Reply {
  const query = readLogOptions(call.info.query, call.info.name);
  const pod = requireEntry(writeOf(call, false)).object;
  const container = findContainer(pod, call.info.query.get('container') ?? '');
  const why = whyNoLog(pod, container, query.has('previous'));
  if (why !== undefined) throw badRequest(why);
  const log = services.podLogs?.({ pod, container, query, signal: call.request.signal });
  return { code: 200, headers: { 'content-type': 'text/plain' }, body: log ?? '' };
}

const statusFields = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const;
const pullFailures: ReadonlyMap<string, string> = new Map([
  ['ErrImagePull', "image can't be pulled"],
  ['ImagePullBackOff', 'trying and failing to pull image'],
]);

/** Why a container has no log (yet), as a kubelet says it; undefined when it has one. */
function whyNoLog(pod: KubeObject, container: string, isPrevious: boolean): string | undefined {
  const found = containerStatus(pod, container);
  if (found === undefined) return undefined;
  const what = `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod.metadata.name)}`;
  const hasPrevious = objectField(objectField(found, 'lastState'), 'terminated') !== undefined;
  if (isPrevious) return hasPrevious ? undefined : `previous terminated ${what} not found`;
  const waiting = objectField(objectField(found, 'state'), 'waiting');
  if (waiting === undefined || hasPrevious) return undefined;
  const reason = textField(waiting, 'reason');
  return `${what} is waiting to start: ${pullFailures.get(reason) ?? reason}`;
}

function containerStatus(pod: KubeObject, container: string): JsonObject | undefined {
  const status = objectField(asJson(pod), 'status');
  return statusFields
    .flatMap((field) => objectsField(status, field))
    .find((one) => textField(one, 'name') === container);
}
