import { payloadObject, payloadText, readPayload } from '../../read-payload.ts';
import type { ReceiverType } from '../../receiver-type.ts';

/** Docker Hub, which signs nothing: only the form of the payload is checked. */
export const dockerhub: ReceiverType = {
  type: 'dockerhub',
  verify({ body }) {
    const text = body.toString('utf8');
    const payload = readPayload(text, 'DockerHub');
    const tag = payloadText(payloadObject(payload, 'push_data', 'DockerHub'), 'tag', 'DockerHub');
    const url = payloadText(payloadObject(payload, 'repository', 'DockerHub'), 'repo_url', 'DockerHub');
    return { body: text, about: `DockerHub event from ${url} for tag ${tag}` };
  },
};
