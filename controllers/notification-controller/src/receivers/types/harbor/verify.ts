import { equalSecrets } from '../../constant-time.ts';
import { type ReceiverType, WebhookError } from '../../receiver-type.ts';

/** Harbor, which sends the token itself. */
export const harbor: ReceiverType = {
  type: 'harbor',
  verify({ headers, body, token }) {
    if (token === '' || !equalSecrets(headers.get('authorization') ?? '', token)) {
      throw new WebhookError('the Harbor Authorization header value does not match the receiver token');
    }
    return { body: body.toString('utf8'), about: 'Harbor event' };
  },
};
