import type { Dispatcher } from 'undici';
import type { ConnectionSettings } from './connection-settings.ts';
import type { Credentials } from './credential-source.ts';
import type { KubeConnection } from './kube-connection.ts';
import { KubeconfigError } from './kubeconfig-error.ts';
import { sendOver } from './send-over.ts';

/** Watches hold a socket each, so there have to be many; idle ones close after a few seconds. */
const largestPool = 512;
const connectTimeoutMs = 15_000;

/** Opens a connection; sockets come with the first request. */
export function openConnection(settings: ConnectionSettings): KubeConnection {
  const { origin } = new URL(settings.server);
  const sockets = new Sockets(settings);
  return {
    server: settings.server,
    namespace: settings.namespace,
    context: settings.context,
    async fetch(request) {
      if (new URL(request.url).origin !== origin)
        throw new TypeError('a request to another server than that of the connection');
      const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
      const credentials = await settings.credentials.read(request.signal);
      const response = await sendOver(await sockets.get(credentials), request, body, credentials.authorization);
      if (response.status !== 401 || !settings.credentials.expire()) return response;
      await response.body?.cancel();
      const renewed = await settings.credentials.read(request.signal);
      return sendOver(await sockets.get(renewed), request, body, renewed.authorization);
    },
    close: () => sockets.close(),
  };
}

/** The pool of sockets for the client certificate in use. */
class Sockets {
  readonly #settings: ConnectionSettings;
  #dispatcher: Promise<Dispatcher> | undefined;
  #certificate: string | undefined;
  #isClosed = false;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
  }

  async get(credentials: Credentials): Promise<Dispatcher> {
    if (this.#isClosed) throw new TypeError('the connection is closed');
    if (this.#dispatcher !== undefined && this.#certificate === credentials.certificate) return this.#dispatcher;
    const before = this.#dispatcher;
    this.#certificate = credentials.certificate;
    this.#dispatcher = makeDispatcher(this.#settings, credentials);
    // Requests under way end on the old sockets.
    before?.then((old) => old.close()).catch(() => undefined);
    return this.#dispatcher;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await (await this.#dispatcher)?.destroy();
  }
}

/** undici is loaded here and not earlier: a process that only talks to itself has no need of it. */
async function makeDispatcher(settings: ConnectionSettings, credentials: Credentials): Promise<Dispatcher> {
  const { Agent, ProxyAgent, Socks5ProxyAgent } = await import('undici');
  const tls = {
    rejectUnauthorized: settings.isTlsVerified,
    timeout: connectTimeoutMs,
    ...(settings.certificateAuthority === undefined ? {} : { ca: settings.certificateAuthority }),
    ...(settings.tlsServerName === undefined ? {} : { servername: settings.tlsServerName }),
    ...(credentials.certificate === undefined ? {} : { cert: credentials.certificate }),
    ...(credentials.key === undefined ? {} : { key: credentials.key }),
  };
  // The client limits the time of each request itself; a watch may be silent for a minute.
  const pool = { connections: largestPool, headersTimeout: 0, bodyTimeout: 0, allowH2: false };
  const { proxyUrl } = settings;
  if (proxyUrl === undefined) return new Agent({ ...pool, connect: tls });
  if (/^socks5h?:/.test(proxyUrl)) return new Socks5ProxyAgent(proxyUrl, { ...pool, requestTls: tls });
  if (/^https?:/.test(proxyUrl)) return new ProxyAgent({ ...pool, uri: proxyUrl, requestTls: tls });
  throw new KubeconfigError('the proxy-url of the cluster is neither http, https nor socks5');
}
