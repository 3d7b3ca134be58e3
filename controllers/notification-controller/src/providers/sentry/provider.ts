import type { OutgoingRequest } from '../../http/outgoing-request.ts';
import type { ProviderType } from '../provider-type.ts';
import { call } from '../shared/call.ts';
import { isError } from '../shared/event-texts.ts';
import { parseDataSourceName } from './data-source-name.ts';
import { errorEvent, transactionEvent } from './sentry-event.ts';

/** Sentry: the address is a DSN, the channel the environment. Envelopes: https://develop.sentry.dev/sdk/data-model/envelopes/ */
export const sentry: ProviderType = {
  type: 'sentry',
  role: 'message',
  open({ address, channel }) {
    const { url, publicKey } = parseDataSourceName(address);
    return function* ({ event, nowMs }) {
      const type = isError(event) ? 'event' : 'transaction';
      const item = isError(event) ? errorEvent(event, channel) : transactionEvent(event, channel);
      const lines = [{ event_id: item.event_id, sent_at: new Date(nowMs).toISOString() }, { type }, item];
      const request: OutgoingRequest = {
        kind: 'http',
        method: 'POST',
        url,
        headers: {
          'content-type': 'application/x-sentry-envelope',
          'x-sentry-auth': `Sentry sentry_version=7, sentry_client=flux19, sentry_key=${publicKey}`,
        },
        body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
        attempts: 'once',
      };
      yield* call(request);
    };
  },
};
