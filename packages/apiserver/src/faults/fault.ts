import type { UserInfo } from '../access/user-info.ts';
import type { RequestInfo } from '../http/request-info.ts';

/** Something that goes wrong on purpose, so that clients can be tested against it. */
export type Fault =
  /** Answers with a Status of this code (409, 410, 429, 500, 503...) and does nothing. */
  | {
      readonly kind: 'status';
      readonly code: number;
      /** What Kubernetes gives as the reason for the code when absent. */
      readonly reason?: string;
      readonly message?: string;
      readonly retryAfterSeconds?: number;
    }
  /** Carries the request out, but only after a while. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Carries the request out and breaks the connection off after so many bytes of the body. Works on watches too. */
  | { readonly kind: 'truncate'; readonly afterBytes: number }
  /** Carries the request out; the body stops after so many bytes, for a while or (without `ms`) until the client gives up. */
  | { readonly kind: 'stall'; readonly afterBytes: number; readonly ms?: number }
  /** Ends a watch after so many events; other requests are not touched. */
  | { readonly kind: 'dropWatch'; readonly afterEvents: number }
  /** On a watch, sends an ERROR event 410 Expired after so many events and ends it. */
  | { readonly kind: 'expireWatch'; readonly afterEvents: number }
  /** Breaks the connection off and does nothing. */
  | { readonly kind: 'reset' }
  /** Carries the request out, then breaks the connection off; with a code, answers with a Status of that code. */
  | { readonly kind: 'loseAnswer'; readonly code?: number }
  /** Breaks every connection off and ends every watch; the server is back, with all it had, after `downMs` (default 0). */
  | { readonly kind: 'restart'; readonly downMs?: number };

/** A request whose sender has proved who it is. */
export interface FaultRequest extends RequestInfo {
  readonly user: UserInfo;
  /** Empty when the client sends none. */
  readonly userAgent: string;
  /** Of the resource; empty for paths that are none and for resources that are not served. */
  readonly objectKind: string;
}

/** Asked once per request, before anything is done. */
export type FaultInjector = (request: FaultRequest) => Fault | undefined;
