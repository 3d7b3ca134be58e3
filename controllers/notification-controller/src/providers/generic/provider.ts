import type { ProviderType } from '../provider-type.ts';
import { checkAddress } from '../shared/check-address.ts';
import { orderedEvent } from '../shared/event-json.ts';
import { lowerCaseNames } from '../shared/lower-case-names.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';

/** Any webhook: the event as it is. */
export const generic: ProviderType = {
  type: 'generic',
  role: 'generic',
  open({ address, headers }) {
    checkAddress(address, 'hook URL');
    return ({ event }) =>
      postMessage(
        jsonPost(address, orderedEvent(event), {
          'gotk-component': event.reportingController,
          ...lowerCaseNames(headers),
        }),
      );
  },
};
