import type { CredentialSource } from './credential-source.ts';
import type { KubeConnection } from './kube-connection.ts';
import { openConnection } from './open-connection.ts';

/** A cluster that takes tokens which somebody gives. */
export interface TokenConnectionOptions {
  /** Base URL without a slash at its end. */
  readonly server: string;
  /** PEM; the system's authorities when absent. */
  readonly certificateAuthority: string | undefined;
  /** The token for a request; asked for each of them. */
  readonly token: (signal: AbortSignal) => Promise<string>;
}

/** Opens a connection whose requests each show a token. */
export function openTokenConnection({ server, certificateAuthority, token }: TokenConnectionOptions): KubeConnection {
  const credentials: CredentialSource = {
    read: async (signal) => ({ authorization: `Bearer ${await token(signal)}` }),
    expire: () => false,
  };
  return openConnection({
    server,
    namespace: 'default',
    context: '',
    certificateAuthority,
    tlsServerName: undefined,
    isTlsVerified: true,
    proxyUrl: undefined,
    credentials,
  });
}
