import { BrokenConnectionError, type Clock } from '@flux19/ports';
import { expired } from '../errors/api-errors.ts';
import { StatusError } from '../errors/status-error.ts';
import { type Reply, statusReply } from '../http/reply.ts';
import { errorEvent } from '../watch/event-encoder.ts';
import { bodyStream, endingAfter, stalled, truncated } from './cut-body.ts';
import type { Fault } from './fault.ts';

/** What a fault may need of the server. */
export interface FaultSurroundings {
  readonly clock: Clock;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  readonly restart: (downMs: number) => void;
}

const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  410: 'Expired',
  413: 'RequestEntityTooLarge',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** Answers a request with a fault. Throws BrokenConnectionError where the fault is a connection that breaks. */
export async function applyFault(fault: Fault, answer: () => Promise<Reply>, where: FaultSurroundings): Promise<Reply> {
  switch (fault.kind) {
    case 'status':
      return faultStatus(fault);
    case 'reset':
      throw brokenConnection();
    case 'restart':
      where.restart(fault.downMs ?? 0);
      throw brokenConnection();
    case 'delay':
      await where.clock.sleep(fault.ms, where.signal).catch(() => undefined);
      return await answer();
    case 'loseAnswer':
      return loseAnswer(fault, await answer());
    default:
      return cutAnswer(fault, await answer(), where);
  }
}

function brokenConnection(): BrokenConnectionError {
  return new BrokenConnectionError('connection reset on purpose');
}

function loseAnswer({ code }: Extract<Fault, { kind: 'loseAnswer' }>, { body }: Reply): Reply {
  if (body instanceof ReadableStream) body.cancel().catch(() => undefined);
  if (code === undefined) throw brokenConnection();
  return faultStatus({ kind: 'status', code });
}

type CuttingFault = Extract<Fault, { kind: 'truncate' | 'stall' | 'dropWatch' | 'expireWatch' }>;

function cutAnswer(fault: CuttingFault, reply: Reply, { clock, signal }: FaultSurroundings): Reply {
  if (fault.kind === 'truncate') return { ...reply, body: truncated(bodyStream(reply.body), fault.afterBytes) };
  if (fault.kind === 'stall') return { ...reply, body: stalled(bodyStream(reply.body), fault, clock, signal) };
  if (!(reply.body instanceof ReadableStream)) return reply;
  const last =
    fault.kind === 'expireWatch' ? errorEvent(expired('too old resource version: fault on purpose').status) : undefined;
  return { ...reply, body: endingAfter(reply.body, fault.afterEvents, last) };
}

function faultStatus(fault: Extract<Fault, { kind: 'status' }>): Reply {
  const { code, reason = reasons[code] ?? '', message = 'fault on purpose', retryAfterSeconds } = fault;
  const details = retryAfterSeconds === undefined ? {} : { details: { retryAfterSeconds } };
  return statusReply(new StatusError({ code, reason, message, ...details }).status);
}
