import type { FluxEvent } from '@flux19/runtime';
import type { ProviderType } from '../provider-type.ts';
import { checkAddress } from '../shared/check-address.ts';
import { isError, metadataEntries, objectName } from '../shared/event-texts.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';

/** Google Chat. */
export const googlechat: ProviderType = {
  type: 'googlechat',
  role: 'message',
  open({ address }) {
    checkAddress(address, 'Google Chat hook URL');
    return ({ event }) => postMessage(jsonPost(address, cards(event)));
  },
};

function cards(event: FluxEvent): unknown {
  const text = isError(event) ? `<font color="#ff0000">${event.message}</font>` : event.message;
  const facts = metadataEntries(event).map(([topLabel, content]) => ({
    textParagraph: null,
    keyValue: { topLabel, content, contentMultiline: false, bottomLabel: null, icon: null },
  }));
  const sections = [
    { header: '', widgets: [{ textParagraph: { text }, keyValue: null }] },
    ...(facts.length === 0 ? [] : [{ header: '', widgets: facts }]),
  ];
  const header = { title: objectName(event), subtitle: event.reportingController, imageUrl: null, imageStyle: null };
  return { cards: [{ header, sections }] };
}
