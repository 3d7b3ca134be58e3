import type { KubeObject } from '@flux19/objects';
import { managerName, readWriteOptions } from '../http/query-options.ts';
import type { Call, Services } from '../server/services.ts';
import { withManagedFields } from '../verbs/managed-fields.ts';
import { readObject } from '../verbs/read-object.ts';

/** Reads a question, which is an object that is answered and not stored; who asks what is recorded all the same. */
export function readQuestion(services: Services, call: Call, body: string): KubeObject {
  const options = readWriteOptions(call.info.query, 'CreateOptions');
  const question = readObject(services, call, body, options.fieldValidation);
  const manager = managerName(options, call.request.headers.get('user-agent'));
  const live = services.decoder.zeroObject(call.target);
  const asked = withManagedFields({ target: call.target, subresource: '' }, manager, services.clock.now(), {
    live,
    updated: question,
  });
  const { name, ...metadata } = asked.metadata;
  return { ...asked, metadata: name === '' ? (metadata as KubeObject['metadata']) : asked.metadata };
}
