import { checkEvent } from '../../allowed-event.ts';
import { verifiedPayload } from '../../hub-signature.ts';
import { type ReceiverType, WebhookError } from '../../receiver-type.ts';

/** Bitbucket Server. */
export const bitbucket: ReceiverType = {
  type: 'bitbucket',
  verify({ headers, body, token, receiver }) {
    const event = headers.get('x-event-key') ?? '';
    try {
      const payload = verifiedPayload(headers, body, token);
      checkEvent(event, receiver.spec.events, 'Bitbucket server event');
      return { body: payload, about: `Bitbucket server event: ${event}` };
    } catch (thrown) {
      if (!(thrown instanceof WebhookError)) throw thrown;
      throw new WebhookError(`the Bitbucket server webhook is invalid: ${thrown.message}`, { cause: thrown });
    }
  },
};
