import type { NatsCredentials } from '../../http/outgoing-request.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { ProviderSettings, ProviderType } from '../provider-type.ts';
import { messageOf } from '../shared/call.ts';
import { eventJson } from '../shared/event-json.ts';

/** NATS: the event as a message to the subject that the channel names. */
export const nats: ProviderType = {
  type: 'nats',
  role: 'message',
  open(settings) {
    const { address: server, channel: subject } = settings;
    if (server === '') throw new DeliveryError('NATS server (address) cannot be empty');
    if (subject === '') throw new DeliveryError('NATS subject (channel) cannot be empty');
    // A line break would let a subject speak to the server.
    if (/\s/.test(subject)) throw new DeliveryError('NATS subject (channel) cannot contain white space');
    const credentials = credentialsOf(settings);
    return function* ({ event }) {
      try {
        yield { kind: 'nats', server, subject, payload: eventJson(event), credentials };
      } catch (thrown) {
        const message = `error publishing event to subject ${subject}: ${messageOf(thrown)}`;
        throw new DeliveryError(message, { cause: thrown });
      }
    };
  },
};

/** Flux: a credentials file, then a seed, then name and password. */
function credentialsOf({ secret, username, password }: ProviderSettings): NatsCredentials {
  const file = secret.get('creds') ?? '';
  if (file !== '') return { kind: 'jwt', file };
  const seed = secret.get('nkey') ?? '';
  if (seed !== '') return { kind: 'nkey', seed };
  if (username !== '' && password !== '') return { kind: 'password', username, password };
  return { kind: 'none' };
}
