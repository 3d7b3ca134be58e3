import { checkEvent } from '../../allowed-event.ts';
import { verifiedPayload } from '../../hub-signature.ts';
import { type ReceiverType, WebhookError } from '../../receiver-type.ts';

/** GitHub. */
export const github: ReceiverType = {
  type: 'github',
  verify({ headers, body, token, receiver }) {
    const event = headers.get('x-github-event') ?? '';
    try {
      const payload = verifiedPayload(headers, body, token);
      checkEvent(event, receiver.spec.events, 'GitHub event');
      return { body: payload, about: `GitHub event: ${event}` };
    } catch (thrown) {
      if (!(thrown instanceof WebhookError)) throw thrown;
      throw new WebhookError(`the GitHub webhook is invalid: ${thrown.message}`, { cause: thrown });
    }
  },
};
