import { createHash } from 'node:crypto';
import type { FluxEvent } from '@flux19/runtime';
import type { ProviderType } from '../provider-type.ts';
import { checkAddress } from '../shared/check-address.ts';
import { eventJson } from '../shared/event-json.ts';
import { isError, metadataEntries, objectName } from '../shared/event-texts.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';

/** Matrix: the channel is the id of a room. The id of the transaction is the digest of the event, so that a repetition is one. */
export const matrix: ProviderType = {
  type: 'matrix',
  role: 'message',
  open({ address, channel, token }) {
    checkAddress(address, 'Matrix homeserver URL');
    return ({ event }) => {
      const transaction = createHash('sha1').update(eventJson(event)).digest('hex');
      const url = `${address}/_matrix/client/r0/rooms/${channel}/send/m.room.message/${transaction}`;
      const payload = { body: text(event), msgtype: 'm.text' };
      return postMessage({ ...jsonPost(url, payload, { authorization: `Bearer ${token}` }), method: 'PUT' });
    };
  },
};

function text(event: FluxEvent): string {
  const facts = metadataEntries(event).map(([key, value]) => `- ${key}: ${value}\n`);
  return `${isError(event) ? '🚨' : '💫'} ${objectName(event)}\n${event.message}\n${facts.join('')}`;
}
