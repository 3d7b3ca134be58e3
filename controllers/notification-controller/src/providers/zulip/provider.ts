import { DeliveryError } from '../delivery-error.ts';
import type { ProviderType } from '../provider-type.ts';
import { basic } from '../shared/bearer.ts';
import { call } from '../shared/call.ts';
import { checkAddress } from '../shared/check-address.ts';
import { markdownPost } from '../shared/markdown-post.ts';

/** Zulip: the channel is `<channel>/<topic>`. */
export const zulip: ProviderType = {
  type: 'zulip',
  role: 'message',
  open({ address, channel, username, password }) {
    const url = checkAddress(address, 'Zulip endpoint URL');
    url.pathname = '/api/v1/messages';
    const slash = channel.indexOf('/');
    const [to, topic] = [channel.slice(0, Math.max(0, slash)), channel.slice(slash + 1)];
    if (to === '' || topic === '') {
      throw new DeliveryError(`invalid Zulip channel format, expected <channel>/<topic>, got '${channel}'`);
    }
    const authorization = username === '' && password === '' ? {} : basic(username, password);
    return function* ({ event }) {
      yield* call({
        kind: 'http',
        method: 'POST',
        url: url.href,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...authorization },
        body: new URLSearchParams({ content: markdownPost(event), to, topic, type: 'stream' }).toString(),
        attempts: 'retried',
      });
    };
  },
};
