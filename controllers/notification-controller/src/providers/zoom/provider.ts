import { DeliveryError } from '../delivery-error.ts';
import type { ProviderType } from '../provider-type.ts';
import { checkAddress } from '../shared/check-address.ts';
import { metadataEntries, objectName } from '../shared/event-texts.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';

/** Zoom Team Chat. The token goes into the header as it is, without a scheme. */
export const zoom: ProviderType = {
  type: 'zoom',
  role: 'message',
  open({ address, token }) {
    const url = checkAddress(address, 'Zoom incoming webhook URL');
    if (token === '') throw new DeliveryError('empty Zoom verification token');
    if ((url.searchParams.get('format') ?? '') === '') url.searchParams.set('format', 'full');
    return ({ event }) => {
      const items = metadataEntries(event).map(([key, value]) => ({ key, value }));
      const body = [
        { type: 'message', ...(event.message === '' ? {} : { text: event.message }) },
        ...(items.length === 0 ? [] : [{ type: 'fields', items }]),
      ];
      const head = { text: objectName(event), sub_head: { text: event.severity } };
      return postMessage(jsonPost(url.href, { content: { head, body } }, { authorization: token }));
    };
  },
};
