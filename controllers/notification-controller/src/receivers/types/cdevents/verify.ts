import { checkEvent } from '../../allowed-event.ts';
import { readPayload } from '../../read-payload.ts';
import type { ReceiverType } from '../../receiver-type.ts';
import { checkCdEvent } from './check-cd-event.ts';

/** CDEvents 0.4, in binary mode of CloudEvents. */
export const cdevents: ReceiverType = {
  type: 'cdevents',
  verify({ headers, body, receiver }) {
    const text = body.toString('utf8');
    checkCdEvent(readPayload(text, 'CDEvent'));
    const event = headers.get('ce-type') ?? '';
    checkEvent(event, receiver.spec.events, 'CDEvent');
    return { body: text, about: `CDEvent: ${event}` };
  },
};
