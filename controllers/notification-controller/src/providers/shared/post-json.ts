import { printGoJson } from '../../http/go-json.ts';
import type { OutgoingRequest } from '../../http/outgoing-request.ts';
import type { Delivery } from '../provider-type.ts';
import { type AcceptAnswer, call, within } from './call.ts';

/** A JSON payload as a POST, tried again as Flux's webhook client does. */
export function jsonPost(
  url: string,
  payload: unknown,
  headers: Readonly<Record<string, string>> = {},
): OutgoingRequest {
  return {
    kind: 'http',
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    body: printGoJson(payload),
    attempts: 'retried',
  };
}

/** The delivery of most types: one POST that has to succeed. */
export function* postMessage(request: OutgoingRequest, accept?: AcceptAnswer): Delivery {
  yield* within('postMessage failed', call(request, accept));
}
