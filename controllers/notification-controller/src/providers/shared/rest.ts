import { printGoJson } from '../../http/go-json.ts';
import type { Answer, OutgoingRequest } from '../../http/outgoing-request.ts';
import { DeliveryError } from '../delivery-error.ts';
import { type Call, exchange, isSuccess, within } from './call.ts';

/** The REST interface of a host of git. */
export interface RestClient {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attempts: OutgoingRequest['attempts'];
}

/** One request to it. `path` begins with a slash. */
export interface RestRequest {
  readonly method: OutgoingRequest['method'];
  readonly path: string;
  readonly body?: unknown;
}

/** Sends a request that has to succeed. `words`: what failed when it does not. The text of a refusal is not told. */
export function* rest(client: RestClient, request: RestRequest, words: string): Call<Answer> {
  const answer = yield* restAnswer(client, request, words);
  if (isSuccess(answer.status)) return answer;
  throw new DeliveryError(`${words}: ${request.method} answered with status code ${answer.status}`);
}

/** Sends a request whose answer may be a refusal. */
export function* restAnswer(client: RestClient, request: RestRequest, words: string): Call<Answer> {
  const { body } = request;
  return yield* within(
    words,
    exchange({
      kind: 'http',
      method: request.method,
      url: `${client.base}${request.path}`,
      headers: {
        accept: 'application/json',
        ...client.headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: printGoJson(body) }),
      attempts: client.attempts,
    }),
  );
}
