import { DeliveryError } from '../delivery-error.ts';
import type { ProviderType } from '../provider-type.ts';
import { call, within } from '../shared/call.ts';
import { eventJson } from '../shared/event-json.ts';
import { jsonPost } from '../shared/post-json.ts';
import { googleToken } from './google-token.ts';

/** Google Pub/Sub over its REST interface: the address is the project, the channel the topic, headers become attributes. */
export const googlepubsub: ProviderType = {
  type: 'googlepubsub',
  role: 'message',
  open(settings) {
    const { address: project, channel: topic, headers } = settings;
    if (project === '') throw new DeliveryError('GCP project ID cannot be empty');
    if (topic === '') throw new DeliveryError('GCP Pub/Sub topic ID cannot be empty');
    const path = `projects/${encodeURIComponent(project)}/topics/${encodeURIComponent(topic)}`;
    return function* ({ event, nowMs }) {
      const token = yield* googleToken(settings, nowMs);
      const message = {
        data: Buffer.from(eventJson(event)).toString('base64'),
        ...(Object.keys(headers).length === 0 ? {} : { attributes: headers }),
      };
      const url = `https://pubsub.googleapis.com/v1/${path}:publish`;
      const request = jsonPost(url, { messages: [message] }, { authorization: `Bearer ${token}` });
      yield* within(`error publishing to GCP Pub/Sub topic projects/${project}/topics/${topic}`, call(request));
    };
  },
};
