import { type ListenOptions, listen as listenOn } from '@flux19/listener';
import type { Handler } from '@flux19/ports';

/** A handler on a loopback port, for tests with a real git, which knows no other way in. */
export interface Listener {
  readonly url: string;
  /** `METHOD path` of every request so far. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1 and notes what is asked. */
export async function listen(handler: Handler, tls?: ListenOptions['tls']): Promise<Listener> {
  const requests: string[] = [];
  const noting: Handler = (request) => {
    const { pathname, search } = new URL(request.url);
    requests.push(`${request.method} ${pathname}${search}`);
    return handler(request);
  };
  const { url, close } = await listenOn({ handler: noting, ...(tls === undefined ? {} : { tls }) });
  return { url, requests, close };
}
