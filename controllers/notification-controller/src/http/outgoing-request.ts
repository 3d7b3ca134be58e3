/** An HTTP request as a value. The address may hold secrets: it never goes into a message. */
export interface OutgoingRequest {
  readonly kind: 'http';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** `retried`: tried again on 429, 5xx and broken connections, as Flux's webhook client does. */
  readonly attempts: 'retried' | 'once';
}

/** One message to a subject of a NATS server. */
export interface NatsPublication {
  readonly kind: 'nats';
  /** `nats://host:4222`, `tls://host:4222`; several separated by commas. */
  readonly server: string;
  readonly subject: string;
  readonly payload: string;
  readonly credentials: NatsCredentials;
}

/** How a client shows a NATS server who it is. */
export type NatsCredentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** Text of a `.creds` file. */
  | { readonly kind: 'jwt'; readonly file: string }
  | { readonly kind: 'nkey'; readonly seed: string };

export type Outgoing = OutgoingRequest | NatsPublication;

/** What came back; the body is cut off at a bound. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
