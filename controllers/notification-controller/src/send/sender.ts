import type { Answer, Outgoing } from '../http/outgoing-request.ts';

/** Certificates of a connection, in PEM. */
export interface TlsSettings {
  readonly certificateAuthority?: string;
  readonly certificate?: string;
  readonly key?: string;
}

/** How to get there. */
export interface Route {
  /** `http://user:password@host:port`. */
  readonly proxy?: string;
  readonly tls?: TlsSettings;
}

/**
 * Sends one request and reads a bounded answer. Throws {@link SendError} when there was no answer, and the signal's reason when
 * it aborts. Credentials never follow a redirect to another host.
 */
export interface Sender {
  send(request: Outgoing, route: Route, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}
