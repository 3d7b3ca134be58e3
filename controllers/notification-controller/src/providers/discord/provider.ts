import type { ProviderType } from '../provider-type.ts';
import { checkAddress } from '../shared/check-address.ts';
import { isError } from '../shared/event-texts.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';
import { slackPayload } from '../shared/slack-attachment.ts';

/** Discord, through its endpoint for messages of Slack's kind. */
export const discord: ProviderType = {
  type: 'discord',
  role: 'message',
  open({ address, username }) {
    const url = checkAddress(address, 'Discord hook URL');
    if (!address.endsWith('/slack')) url.pathname = `${url.pathname.replace(/\/+$/, '')}/slack`;
    return ({ event }) => {
      const message = {
        channel: '',
        username: username === '' ? event.reportingController : username,
        color: isError(event) ? 'danger' : 'good',
        fallback: '',
      };
      return postMessage(jsonPost(url.href, slackPayload(event, message)));
    };
  },
};
