import type { Receiver } from '@flux19/api';
import type { JsonObject } from '@flux19/objects';
import type { TokenVerifier } from './oidc/token-verifier.ts';

/** A call of a webhook whose body was read. */
export interface WebhookCall {
  readonly headers: Headers;
  readonly body: Buffer;
  readonly receiver: Receiver;
  /** Value of `token` in the Receiver's Secret; empty for types without one. */
  readonly token: string;
  readonly secret: ReadonlyMap<string, string>;
}

/** A call that is what it claims to be. */
export interface VerifiedCall {
  /** What filters see as `req`, when the call says that it is JSON. */
  readonly body: string;
  /** Claims of the token; generic-oidc only. */
  readonly claims?: JsonObject;
  /** For the log: `GitHub event: push`. */
  readonly about: string;
}

/** A call that is not. The message holds no secret. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}

export interface VerifyMeans {
  readonly tokens: TokenVerifier;
}

/** One type of Receiver. */
export interface ReceiverType {
  /** Value of `spec.type`. */
  readonly type: string;
  /** Throws {@link WebhookError}, or the signal's reason. */
  verify(call: WebhookCall, means: VerifyMeans, signal: AbortSignal): VerifiedCall | Promise<VerifiedCall>;
}
