import { badRequest } from '../errors/api-errors.ts';
import type { Reply } from '../http/reply.ts';
import { asJson, objectField, objectsField, textField } from '../json/fields.ts';
import type { Call, Services } from '../server/services.ts';
import { requireEntry } from '../verbs/update-object.ts';
import { writeOf } from '../verbs/write-of.ts';

/** GET of a pod's log: what the pod's container has written, as whoever runs it remembers. */
export function podLog(services: Services, call: Call): Reply {
  const { object } = requireEntry(writeOf(call, false));
  const spec = objectField(asJson(object), 'spec');
  const containers = objectsField(spec, 'containers').map((one) => textField(one, 'name'));
  const initial = objectsField(spec, 'initContainers').map((one) => textField(one, 'name'));
  const { name } = object.metadata;
  const asked = call.info.query.get('container') ?? '';
  if (asked === '' && containers.length !== 1) {
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${containers.join(' ')}]`);
  }
  const container = asked === '' ? (containers[0] ?? '') : asked;
  if (![...containers, ...initial].includes(container)) {
    throw badRequest(`container ${container} is not valid for pod ${name}`);
  }
  const log = services.podLogs?.({ pod: object, container, query: call.info.query, signal: call.request.signal });
  return { code: 200, headers: { 'content-type': 'text/plain' }, body: log ?? '' };
}
