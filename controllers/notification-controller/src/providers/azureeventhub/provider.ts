import type { OutgoingRequest } from '../../http/outgoing-request.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { ProviderSettings, ProviderType } from '../provider-type.ts';
import { azureToken } from '../shared/azure-token.ts';
import { type Call, call, within } from '../shared/call.ts';
import { eventJson } from '../shared/event-json.ts';
import { parseConnectionString, sharedAccessSignature } from './shared-access-signature.ts';

/** Where to send to, and what the Authorization header has to say. */
interface Hub {
  readonly url: string;
  authorize(nowMs: number): Call<string>;
}

/**
 * Azure Event Hubs over HTTPS. The address is a connection string, or the name of a hub in the namespace that the channel names; the
 * token is a JWT, or that of the managed identity where there is none.
 */
export const azureeventhub: ProviderType = {
  type: 'azureeventhub',
  role: 'message',
  open(settings) {
    const hub = hubOf(settings);
    return function* ({ event, nowMs }) {
      const authorization = yield* hub.authorize(nowMs);
      const request: OutgoingRequest = {
        kind: 'http',
        method: 'POST',
        url: `${hub.url}/messages?api-version=2014-01`,
        headers: { authorization, 'content-type': 'application/json' },
        body: eventJson(event),
        attempts: 'retried',
      };
      yield* within('failed to send msg', call(request));
    };
  },
};

function hubOf(settings: ProviderSettings): Hub {
  const { address, channel, token } = settings;
  checkAuthentication(settings);
  if (isConnectionString(address)) {
    const connection = parseConnectionString(address);
    return {
      url: connection.url,
      // biome-ignore lint/correctness/useYield: the other kind of hub has to ask for a token.
      *authorize(nowMs) {
        return sharedAccessSignature(connection, nowMs);
      },
    };
  }
  const namespace = channel.includes('.servicebus.') ? channel : `${channel}.servicebus.windows.net`;
  const url = `https://${namespace}/${encodeURIComponent(address)}`;
  if (!URL.canParse(url)) throw new DeliveryError('the channel is no namespace of Event Hubs');
  return {
    url,
    *authorize(nowMs) {
      const value = token === '' ? yield* azureToken(settings, 'https://eventhubs.azure.net', nowMs) : token;
      return `Bearer ${value}`;
    },
  };
}

function checkAuthentication({ address, token, serviceAccountName }: ProviderSettings): void {
  const refuse = (why: string): never => {
    throw new DeliveryError(`invalid authentication options: ${why}`);
  };
  if (address === '') refuse('endpoint URL cannot be empty');
  const isShared = isConnectionString(address);
  if (isShared && serviceAccountName !== '') {
    refuse('serviceAccountName and SAS authentication cannot be set at the same time');
  }
  if (isShared && token !== '') refuse('jwt token and SAS authentication cannot be set at the same time');
  if (serviceAccountName !== '' && token !== '') {
    refuse('serviceAccountName and jwt token authentication cannot be set at the same time');
  }
}

function isConnectionString(address: string): boolean {
  return address.includes('SharedAccessKey');
}
