import type { FluxEvent } from '@flux19/runtime';
import type { ProviderType } from '../provider-type.ts';
import { call } from '../shared/call.ts';
import { checkAddress } from '../shared/check-address.ts';
import { isError, metadataEntries, objectName } from '../shared/event-texts.ts';
import { jsonPost } from '../shared/post-json.ts';

/** Lark (Feishu): an interactive card. */
export const lark: ProviderType = {
  type: 'lark',
  role: 'message',
  open({ address }) {
    checkAddress(address, 'Lark hook URL');
    return function* ({ event }) {
      yield* call(jsonPost(address, { msg_type: 'interactive', card: card(event) }));
    };
  },
};

function card(event: FluxEvent): unknown {
  const facts = metadataEntries(event).map(([key, value]) => `${key}: ${value}\n`);
  const content = `**${event.message}**\n\n${facts.join('')}`;
  return {
    config: { wide_screen_mode: true },
    header: {
      title: { tag: 'plain_text', content: `${isError(event) ? '🚨' : '💫'} ${objectName(event)}` },
      template: isError(event) ? 'red' : 'turquoise',
    },
    elements: [{ tag: 'div', text: { tag: 'lark_md', content } }],
  };
}
