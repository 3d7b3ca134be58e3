import type { FluxEvent } from '@flux19/runtime';
import type { ProviderType } from '../provider-type.ts';
import { checkAddress } from '../shared/check-address.ts';
import { isError, metadataEntries, objectName } from '../shared/event-texts.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';

/** Webex: the channel is the id of a room, the token that of a bot. */
export const webex: ProviderType = {
  type: 'webex',
  role: 'message',
  open({ address, channel, token }) {
    checkAddress(address, 'Webex hook URL');
    return ({ event }) => {
      const payload = { ...(channel === '' ? {} : { roomId: channel }), markdown: markdown(event) };
      return postMessage(jsonPost(address, payload, { authorization: `Bearer ${token}` }));
    };
  },
};

function markdown(event: FluxEvent): string {
  const emoji = isError(event) ? '💣' : '✅';
  const facts = metadataEntries(event).map(([key, value]) => `>**${key}**: ${value}\n`);
  return `${emoji} **${objectName(event)}**\n${event.message}\n${facts.join('')}`;
}
