import type { RequestInfo } from '../http/request-info.ts';

/** Something that goes wrong on purpose, so that clients can be tested against it. */
export type Fault =
  /** Answers with a Status of this code (409, 410, 429, 500, 503...) and does nothing. */
  | { readonly kind: 'status'; readonly code: number; readonly message?: string; readonly retryAfterSeconds?: number }
  /** Carries the request out, but only after a while. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Carries the request out and ends the body after so many bytes, as a broken connection would. Works on watches too. */
  | { readonly kind: 'truncate'; readonly afterBytes: number }
  /** Ends a watch after so many events; other requests are not touched. */
  | { readonly kind: 'dropWatch'; readonly afterEvents: number }
  /** On a watch, sends an ERROR event 410 Expired after so many events and ends it. */
  | { readonly kind: 'expireWatch'; readonly afterEvents: number };

/** Asked once per request, before anything is done. */
export type FaultInjector = (request: RequestInfo) => Fault | undefined;
