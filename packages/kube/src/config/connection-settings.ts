import type { CredentialSource } from './credential-source.ts';

/** Everything that opening a connection needs. */
export interface ConnectionSettings {
  readonly server: string;
  readonly namespace: string;
  readonly context: string;
  /** PEM; the system's authorities when absent. */
  readonly certificateAuthority: string | undefined;
  /** Name to expect in the server's certificate, if not that of the URL. */
  readonly tlsServerName: string | undefined;
  readonly isTlsVerified: boolean;
  readonly proxyUrl: string | undefined;
  readonly credentials: CredentialSource;
}
