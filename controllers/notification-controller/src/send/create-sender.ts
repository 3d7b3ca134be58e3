import type { Answer, Outgoing } from '../http/outgoing-request.ts';
import { publishNats } from './nats/publish-nats.ts';
import type { Route, Sender } from './sender.ts';
import { UndiciTransport } from './undici-transport.ts';

/** A sender to the network. Sockets come with the first request. */
export function createSender(): Sender {
  const transport = new UndiciTransport();
  return {
    async send(request: Outgoing, route: Route, signal: AbortSignal): Promise<Answer> {
      if (request.kind === 'http') return transport.send(request, route, signal);
      await publishNats(request, route.tls ?? {}, signal);
      return { status: 200, headers: {}, body: '' };
    },
    close: () => transport.close(),
  };
}
