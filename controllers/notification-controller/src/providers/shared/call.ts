import type { Answer, Outgoing } from '../../http/outgoing-request.ts';
import { DeliveryError } from '../delivery-error.ts';

/** One request of a delivery. */
export type Call<Result> = Generator<Outgoing, Result, Answer>;

/** Throws when an answer is a refusal. */
export type AcceptAnswer = (answer: Answer) => void;

/** So much of a refusal is told. */
const longestExcerpt = 1024;

/** Sends a request and checks the answer. */
export function* call(request: Outgoing, accept: AcceptAnswer = acceptSuccess): Call<Answer> {
  const answer = yield* exchange(request);
  try {
    accept(answer);
  } catch (thrown) {
    throw new DeliveryError(`request failed: ${messageOf(thrown)}`, { cause: thrown });
  }
  return answer;
}

/** Sends a request; the answer may be anything. */
export function* exchange(request: Outgoing): Call<Answer> {
  try {
    return yield request;
  } catch (thrown) {
    throw new DeliveryError(`failed to execute request: ${messageOf(thrown)}`, { cause: thrown });
  }
}

/** Puts words before the message of whatever fails inside. */
export function* within<Result>(words: string, inner: Call<Result>): Call<Result> {
  try {
    return yield* inner;
  } catch (thrown) {
    throw new DeliveryError(`${words}: ${messageOf(thrown)}`, { cause: thrown });
  }
}

/** Any 2xx is fine. */
export function acceptSuccess({ status, body }: Answer): void {
  if (isSuccess(status)) return;
  throw new DeliveryError(`request failed with status code ${status}: ${body.slice(0, longestExcerpt)}`);
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
