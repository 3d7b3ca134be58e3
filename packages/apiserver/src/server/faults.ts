import type { Clock } from '@flux19/ports';
import { expired } from '../errors/api-errors.ts';
import { StatusError } from '../errors/status-error.ts';
import { type Reply, statusReply } from '../http/reply.ts';
import type { RequestInfo } from '../http/request-info.ts';
import { errorEvent } from '../watch/event-encoder.ts';

/** Something that goes wrong on purpose, so that clients can be tested against it. */
export type Fault =
  /** Answers with a Status of this code (409, 410, 429, 500, 503...) and does nothing. */
  | { readonly kind: 'status'; readonly code: number; readonly message?: string; readonly retryAfterSeconds?: number }
  /** Carries the request out, but only after a while. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Carries the request out and breaks the body off after so many bytes, as a broken connection would. Works on watches too. */
  | { readonly kind: 'truncate'; readonly afterBytes: number }
  /** Ends a watch after so many events; other requests are not touched. */
  | { readonly kind: 'dropWatch'; readonly afterEvents: number }
  /** On a watch, sends an ERROR event 410 Expired after so many events and ends it. */
  | { readonly kind: 'expireWatch'; readonly afterEvents: number };

/** Asked once per request, before anything is done. */
export type FaultInjector = (request: RequestInfo) => Fault | undefined;

const reasons: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** Answers a request with a fault. */
export async function applyFault(
  fault: Fault,
  answer: () => Promise<Reply>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Reply> {
  if (fault.kind === 'status') return statusReply(faultStatus(fault).status);
  if (fault.kind === 'delay') await clock.sleep(fault.ms, signal).catch(() => undefined);
  const reply = await answer();
  if (fault.kind === 'truncate') return { ...reply, body: truncated(bodyStream(reply.body), fault.afterBytes) };
  if (fault.kind === 'delay' || !(reply.body instanceof ReadableStream)) return reply;
  const last =
    fault.kind === 'expireWatch' ? errorEvent(expired('too old resource version: fault on purpose').status) : undefined;
  return { ...reply, body: endingAfter(reply.body, fault.afterEvents, last) };
}

function faultStatus(fault: Extract<Fault, { kind: 'status' }>): StatusError {
  const { code, message = 'fault on purpose', retryAfterSeconds } = fault;
  const details = retryAfterSeconds === undefined ? {} : { details: { retryAfterSeconds } };
  return new StatusError({ code, reason: reasons[code] ?? '', message, ...details });
}

function bodyStream(body: Reply['body']): ReadableStream<Uint8Array> {
  if (body instanceof ReadableStream) return body;
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

/** Passes some bytes on and then fails. */
function truncated(body: ReadableStream<Uint8Array>, afterBytes: number): ReadableStream<Uint8Array> {
  let left = afterBytes;
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, left));
      left -= chunk.byteLength;
      if (left <= 0) controller.error(new Error('connection reset on purpose'));
    },
  });
  return body.pipeThrough(cut);
}

/** Passes some events on, each a chunk of its own, and then ends. */
function endingAfter(
  body: ReadableStream<Uint8Array>,
  events: number,
  last: Uint8Array | undefined,
): ReadableStream<Uint8Array> {
  let left = events;
  const finish = (controller: TransformStreamDefaultController<Uint8Array>): void => {
    if (last !== undefined) controller.enqueue(last);
    controller.terminate();
  };
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      if (left <= 0) finish(controller);
    },
    transform(chunk, controller) {
      controller.enqueue(chunk);
      left -= 1;
      if (left <= 0) finish(controller);
    },
  });
  return body.pipeThrough(cut);
}
