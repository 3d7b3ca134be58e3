import type { Handler } from '@flux19/ports';
import type { Dispatcher } from 'undici';

/** How a registry is reached. */
export interface RegistryConnectionOptions {
  /** PEM; trusted besides the authorities that every process trusts. */
  readonly certificateAuthority?: string;
  /** PEM; shown to the registry. */
  readonly clientCertificate?: { readonly certificate: string; readonly key: string };
  /** Takes any certificate. Only for registries that somebody called insecure. */
  readonly skipVerification?: boolean;
  /** `http://`, `https://` or `socks5://`; may hold a name and password. */
  readonly proxyUrl?: string;
  /** Where no `proxyUrl` is given: the variables by which programs are told of proxies, `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

/** Sends requests over sockets of its own. */
export interface RegistryConnection {
  readonly fetch: Handler;
  close(): Promise<void>;
}

const connectTimeoutMs = 15_000;
/** A registry that is silent for this long is given up; callers limit the whole operation themselves. */
const silenceMs = 60_000;

/** Opens a connection with the given certificates and proxy; sockets come with the first request. Redirects are left to the caller. */
export function openRegistryConnection(options: RegistryConnectionOptions): RegistryConnection {
  let sockets: Promise<Dispatcher> | undefined;
  return {
    async fetch(request) {
      sockets ??= makeDispatcher(options);
      return send(await sockets, request);
    },
    async close() {
      await (await sockets)?.destroy();
    },
  };
}

/** undici is loaded here and not earlier: a process that only talks to itself has no need of it. */
async function makeDispatcher(options: RegistryConnectionOptions): Promise<Dispatcher> {
  const { rootCertificates } = await import('node:tls');
  const { Agent, EnvHttpProxyAgent, ProxyAgent, Socks5ProxyAgent } = await import('undici');
  const { certificateAuthority, clientCertificate, proxyUrl, skipVerification = false } = options;
  const tls = {
    rejectUnauthorized: !skipVerification,
    timeout: connectTimeoutMs,
    ...(certificateAuthority === undefined ? {} : { ca: [...rootCertificates, certificateAuthority] }),
    ...(clientCertificate === undefined ? {} : { cert: clientCertificate.certificate, key: clientCertificate.key }),
  };
  const pool = { headersTimeout: silenceMs, bodyTimeout: silenceMs, allowH2: false };
  if (proxyUrl === undefined) {
    const proxies = environmentProxies(options.variables ?? {});
    if (proxies === undefined) return new Agent({ ...pool, connect: tls });
    return new EnvHttpProxyAgent({ ...pool, ...proxies, connect: tls, requestTls: tls });
  }
  if (/^socks5h?:/.test(proxyUrl)) return new Socks5ProxyAgent(proxyUrl, { ...pool, requestTls: tls });
  return new ProxyAgent({ ...pool, uri: proxyUrl, requestTls: tls });
}

interface EnvironmentProxies {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

/** Undefined when the environment names no proxy. All three have a value: undici would else look for it itself. */
function environmentProxies(variables: Readonly<Record<string, string | undefined>>): EnvironmentProxies | undefined {
  const read = (name: string): string => variables[name.toLowerCase()] ?? variables[name] ?? '';
  const [httpProxy, httpsProxy, noProxy] = [read('HTTP_PROXY'), read('HTTPS_PROXY'), read('NO_PROXY')];
  return httpProxy === '' && httpsProxy === '' ? undefined : { httpProxy, httpsProxy, noProxy };
}

async function send(dispatcher: Dispatcher, request: Request): Promise<Response> {
  const { fetch: fetchOver } = await import('undici');
  const body = request.body === null ? null : Buffer.from(await request.arrayBuffer());
  const answer = await fetchOver(request.url, {
    method: request.method,
    headers: [...request.headers],
    body,
    redirect: 'manual',
    signal: request.signal,
    dispatcher,
  });
  return answer as unknown as Response;
}
