import { createHmac } from 'node:crypto';
import { DeliveryError } from '../delivery-error.ts';
import type { ProviderType } from '../provider-type.ts';
import { checkAddress } from '../shared/check-address.ts';
import { eventJson, orderedEvent } from '../shared/event-json.ts';
import { lowerCaseNames } from '../shared/lower-case-names.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';

/** Any webhook that wants to know who sent the event: the token signs the body. */
export const genericHmac: ProviderType = {
  type: 'generic-hmac',
  role: 'generic',
  open({ address, headers, token }) {
    checkAddress(address, 'hook URL');
    if (token === '') throw new DeliveryError('HMAC key is empty');
    return ({ event }) => {
      const signature = createHmac('sha256', token).update(eventJson(event)).digest('hex');
      const sent = {
        'gotk-component': event.reportingController,
        ...lowerCaseNames(headers),
        'x-signature': `sha256=${signature}`,
      };
      return postMessage(jsonPost(address, orderedEvent(event), sent));
    };
  },
};
