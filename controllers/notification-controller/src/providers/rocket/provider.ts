import type { ProviderType } from '../provider-type.ts';
import { checkAddress } from '../shared/check-address.ts';
import { isError } from '../shared/event-texts.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';
import { slackPayload } from '../shared/slack-attachment.ts';

/** Rocket.Chat. */
export const rocket: ProviderType = {
  type: 'rocket',
  role: 'message',
  open({ address, channel, username }) {
    checkAddress(address, 'Rocket hook URL');
    return ({ event }) => {
      const message = { channel, username, color: isError(event) ? '#FF0000' : '#0076D7', fallback: '' };
      return postMessage(jsonPost(address, slackPayload(event, message)));
    };
  },
};
