import { payloadObject, payloadText, readPayload } from '../../read-payload.ts';
import type { ReceiverType } from '../../receiver-type.ts';

/** Azure Container Registry, which signs nothing: only the form of the payload is checked. */
export const acr: ReceiverType = {
  type: 'acr',
  verify({ body }) {
    const text = body.toString('utf8');
    const payload = readPayload(text, 'ACR');
    payloadText(payload, 'action', 'ACR');
    const target = payloadObject(payload, 'target', 'ACR');
    const repository = payloadText(target, 'repository', 'ACR');
    return { body: text, about: `ACR event from ${repository} for tag ${payloadText(target, 'tag', 'ACR')}` };
  },
};
