import { checkEvent } from '../../allowed-event.ts';
import { equalSecrets } from '../../constant-time.ts';
import { type ReceiverType, WebhookError } from '../../receiver-type.ts';

/** GitLab, which sends the token itself. */
export const gitlab: ReceiverType = {
  type: 'gitlab',
  verify({ headers, body, token, receiver }) {
    if (token === '' || !equalSecrets(headers.get('x-gitlab-token') ?? '', token)) {
      throw new WebhookError('the X-Gitlab-Token header value does not match the receiver token');
    }
    const event = headers.get('x-gitlab-event') ?? '';
    checkEvent(event, receiver.spec.events, 'GitLab event');
    return { body: body.toString('utf8'), about: `GitLab event: ${event}` };
  },
};
