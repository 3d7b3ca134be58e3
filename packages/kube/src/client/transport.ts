import type { Clock, Handler } from '@flux19/ports';
import { abortable } from './abortable.ts';
import { ConnectionError } from './api-error.ts';
import type { Deadlines } from './deadlines.ts';
import { parseRetryAfter, retryDelayMs } from './retry-policy.ts';
import type { TokenBucket } from './token-bucket.ts';

/** One request, before it becomes a `Request`. */
export interface Outgoing {
  readonly method: string;
  /** With its query; starts with a slash. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** True when sending it twice does no harm. */
  readonly isRepeatable: boolean;
  /** For one attempt, its body counted until `finish`; 0 = no limit. */
  readonly timeoutMs?: number | undefined;
}

/** An answer whose body is still to be read; `finish` must be called when that is done or given up. */
export interface Incoming {
  readonly response: Response;
  /** Aborts when the caller gives up or the time is over; whoever reads the body obeys it. */
  readonly signal: AbortSignal;
  readonly finish: () => void;
}

export interface TransportOptions {
  readonly fetch: Handler;
  readonly server: string;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly bucket: TokenBucket | undefined;
  /** Told of every attempt: the status, or 0 when there was no answer. */
  readonly onAnswer: ((method: string, status: number) => void) | undefined;
  /** Sent with every request; nothing overrides them. */
  readonly headers: readonly (readonly [string, string])[];
}

/** Sends requests: credentials, identity, rate limit, time limit, retries. */
export class Transport {
  readonly options: TransportOptions;

  constructor(options: TransportOptions) {
    this.options = options;
  }

  /** A transport that adds headers to every request. */
  withHeaders(headers: readonly (readonly [string, string])[]): Transport {
    return new Transport({ ...this.options, headers: [...this.options.headers, ...headers] });
  }

  /**
   * Sends until there is an answer that no retry would better. Throws {@link ConnectionError} when there is none.
   * The signal and the time limit stay in force until `finish`.
   */
  async send(outgoing: Outgoing, signal: AbortSignal): Promise<Incoming> {
    for (let attempt = 1; ; attempt += 1) {
      await this.options.bucket?.take(signal);
      signal.throwIfAborted();
      const outcome = await this.#attempt(outgoing, signal);
      this.options.onAnswer?.(outgoing.method, 'response' in outcome ? outcome.response.status : 0);
      if ('response' in outcome && outcome.response.status < 429) return outcome;
      const delayMs = this.#retryDelay(outcome, attempt, outgoing);
      if (delayMs === undefined) {
        if ('response' in outcome) return outcome;
        throw outcome.failure;
      }
      if ('response' in outcome) discard(outcome);
      await this.options.clock.sleep(delayMs, signal);
    }
  }

  #retryDelay(outcome: Incoming | Failure, attempt: number, outgoing: Outgoing): number | undefined {
    const { isRepeatable } = outgoing;
    const { clock, random } = this.options;
    if ('failure' in outcome)
      return retryDelayMs({ attempt, status: undefined, retryAfterMs: undefined, isRepeatable }, random);
    const { status, headers } = outcome.response;
    const retryAfterMs = parseRetryAfter(headers.get('retry-after'), clock.now());
    return retryDelayMs({ attempt, status, retryAfterMs, isRepeatable }, random);
  }

  async #attempt(outgoing: Outgoing, signal: AbortSignal): Promise<Incoming | Failure> {
    // A controller of its own per attempt: listening to a signal that lives long costs more with each request.
    const attempt = new AbortController();
    const stop = (): void => attempt.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    const timeoutMs = outgoing.timeoutMs ?? this.options.timeoutMs;
    const inTime = timeoutMs > 0 ? this.#limit(outgoing, timeoutMs, attempt) : undefined;
    const finish = (): void => {
      signal.removeEventListener('abort', stop);
      inTime?.();
    };
    try {
      const answer = this.options.fetch(this.#request(outgoing, attempt.signal));
      const response = await abortable(answer, attempt.signal, cancelBody);
      return { response, signal: attempt.signal, finish };
    } catch (thrown) {
      finish();
      signal.throwIfAborted();
      if (thrown instanceof ConnectionError) return { failure: thrown };
      return {
        failure: new ConnectionError(`${outgoing.method} ${this.options.server}${outgoing.path}: ${reasonOf(thrown)}`, {
          cause: thrown,
        }),
      };
    }
  }

  #limit({ method, path }: Outgoing, timeoutMs: number, attempt: AbortController): () => void {
    const { deadlines, server } = this.options;
    return deadlines.add(timeoutMs, () => {
      attempt.abort(new ConnectionError(`${method} ${server}${path}: no answer within ${timeoutMs / 1000} s`));
    });
  }

  #request({ method, path, headers, body }: Outgoing, signal: AbortSignal): Request {
    const request = new Request(this.options.server + path, {
      method,
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
      redirect: 'manual',
      signal,
    });
    const names = new Set<string>();
    for (const [name, value] of this.options.headers) {
      // Identity and credentials replace what a caller gave; only then may a name come twice (groups).
      if (names.has(name)) request.headers.append(name, value);
      else request.headers.set(name, value);
      names.add(name);
    }
    return request;
  }
}

interface Failure {
  readonly failure: Error;
}

function discard(incoming: Incoming): void {
  incoming.finish();
  cancelBody(incoming.response);
}

/** Tells the sender that nobody will read on. */
function cancelBody(response: Response): void {
  response.body?.cancel().catch(() => undefined);
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error ? `${thrown.message}: ${thrown.cause.message}` : thrown.message;
}
