import type { Handler } from '@flux19/ports';
import type { Answer, NatsPublication } from '../http/outgoing-request.ts';
import type { Sender } from '../send/sender.ts';

/** A sender whose other side is a server in this process. What is published to NATS is kept. */
export function senderOver(handler: Handler): Sender & { readonly published: readonly NatsPublication[] } {
  const published: NatsPublication[] = [];
  return {
    published,
    async send(request, _route, signal): Promise<Answer> {
      if (request.kind === 'nats') {
        published.push(request);
        return { status: 200, headers: {}, body: '' };
      }
      const { url, method, headers, body = null } = request;
      const response = await handler(new Request(url, { method, headers, body, signal }));
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    },
    close: async () => undefined,
  };
}
