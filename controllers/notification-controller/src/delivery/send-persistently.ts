import type { Answer, Outgoing } from '../http/outgoing-request.ts';
import { SendError } from '../send/send-error.ts';
import type { DeliveryMeans } from './run-delivery.ts';

/** hashicorp/go-retryablehttp as Flux sets it up: four tries more, 2 s to 30 s apart. */
const mostAttempts = 5;
const shortestWaitMs = 2_000;
const longestWaitMs = 30_000;

type Failure =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'error'; readonly error: SendError };

/** Sends a request, again and again where that is allowed and may help. The signal limits all of it. */
export async function sendPersistently(
  request: Outgoing,
  means: Omit<DeliveryMeans, 'mask'>,
  signal: AbortSignal,
): Promise<Answer> {
  const { sender, route, clock } = means;
  const allowed = request.kind === 'http' && request.attempts === 'retried' ? mostAttempts : 1;
  for (let attempt = 1; ; attempt++) {
    const failure = await once(() => abortable(() => sender.send(request, route, signal), signal), signal);
    if (failure.kind === 'answer' && (!isTemporary(failure.answer) || allowed === 1)) return failure.answer;
    if (failure.kind === 'error' && !failure.error.isRetryable) throw failure.error;
    if (attempt === allowed) throw givingUp(request, attempt, failure);
    try {
      await clock.sleep(waitMs(attempt, failure), signal);
    } catch (thrown) {
      throw new SendError(`context deadline exceeded after ${attempt} attempt(s): ${describe(failure)}`, {
        cause: thrown,
      });
    }
  }
}

async function once(send: () => Promise<Answer>, signal: AbortSignal): Promise<Failure> {
  try {
    return { kind: 'answer', answer: await send() };
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof SendError)) throw thrown;
    return { kind: 'error', error: thrown };
  }
}

function isTemporary({ status }: Answer): boolean {
  return status === 429 || status === 0 || (status >= 500 && status !== 501);
}

/** Flux: 2 s, 4 s, 8 s, 16 s, or what the server asks for. */
function waitMs(attempt: number, failure: Failure): number {
  const asked = failure.kind === 'answer' ? retryAfterMs(failure.answer) : undefined;
  return asked ?? Math.min(longestWaitMs, shortestWaitMs * 2 ** (attempt - 1));
}

function retryAfterMs({ status, headers }: Answer): number | undefined {
  const text = headers['retry-after'];
  if (text === undefined || (status !== 429 && status !== 503) || !/^\d{1,9}$/.test(text)) return undefined;
  return Number(text) * 1000;
}

function givingUp(request: Outgoing, attempts: number, failure: Failure): SendError {
  if (request.kind === 'nats' || (attempts === 1 && failure.kind === 'error')) {
    return failure.kind === 'error' ? failure.error : new SendError(describe(failure));
  }
  const cause = failure.kind === 'error' ? failure.error : undefined;
  return new SendError(`${request.method} giving up after ${attempts} attempt(s): ${describe(failure)}`, { cause });
}

function describe(failure: Failure): string {
  return failure.kind === 'error' ? failure.error.message : `status code ${failure.answer.status}`;
}

/** Ends when the signal says so even where the sender does not: nothing may hold the queue of a Provider. */
function abortable<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}
