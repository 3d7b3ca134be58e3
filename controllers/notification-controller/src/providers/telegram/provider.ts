import type { FluxEvent } from '@flux19/runtime';
import { DeliveryError } from '../delivery-error.ts';
import type { ProviderType } from '../provider-type.ts';
import { call } from '../shared/call.ts';
import { isError, metadataEntries } from '../shared/event-texts.ts';
import { jsonPost } from '../shared/post-json.ts';

/** Telegram: the channel is `<chat>` or `<chat>:<thread>`, the token that of a bot. */
export const telegram: ProviderType = {
  type: 'telegram',
  role: 'message',
  open({ channel, token }) {
    if (channel === '') throw new DeliveryError('empty Telegram channel');
    if (token === '') throw new DeliveryError('empty Telegram token');
    const url = `https://api.telegram.org/bot${token}/sendMessage`;
    const [chat, ...thread] = channel.split(':');
    return function* ({ event }) {
      const payload = {
        chat_id: chat,
        ...(thread.join('') === '' ? {} : { message_thread_id: thread.join(':') }),
        text: text(event),
        parse_mode: 'MarkdownV2',
      };
      yield* call(jsonPost(url, payload));
    };
  },
};

function text(event: FluxEvent): string {
  const { kind, name, namespace = '' } = event.involvedObject;
  const heading = `${isError(event) ? '🚨' : '💫'} ${kind.toLowerCase()}/${name}/${namespace}`;
  const facts = metadataEntries(event).map(([key, value]) => `\\- *${escapeText(key)}*: ${escapeText(value)}\n`);
  return `*${escapeText(heading)}*\n${escapeText(event.message)}\n${facts.join('')}`;
}

/** https://core.telegram.org/bots/api#markdownv2-style */
function escapeText(plain: string): string {
  return plain.replace(/[\\.\-_[\]()~>`#+=|{}!*]/g, '\\$&');
}
