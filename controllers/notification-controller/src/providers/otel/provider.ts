import type { OutgoingRequest } from '../../http/outgoing-request.ts';
import type { ProviderSettings, ProviderType } from '../provider-type.ts';
import { basic, bearer } from '../shared/bearer.ts';
import { call } from '../shared/call.ts';
import { checkAddress } from '../shared/check-address.ts';
import { lowerCaseNames } from '../shared/lower-case-names.ts';
import { traceRequest } from './trace-request.ts';

/** OpenTelemetry: a span for each event, over OTLP/HTTP. */
export const otel: ProviderType = {
  type: 'otel',
  role: 'message',
  open(settings) {
    const url = checkAddress(settings.address, 'OTLP endpoint URL');
    if (url.pathname === '/') url.pathname = '/v1/traces';
    const headers = { ...authorization(settings), ...lowerCaseNames(settings.headers) };
    return function* (notification) {
      // Flux: an index of charts begins no deployment.
      if (notification.event.involvedObject.kind === 'HelmRepository') return;
      const request: OutgoingRequest = {
        kind: 'http',
        method: 'POST',
        url: url.href,
        headers: { 'content-type': 'application/x-protobuf', ...headers },
        body: traceRequest(notification),
        attempts: 'retried',
      };
      yield* call(request);
    };
  },
};

/** A header of the Secret wins. Without a user's name the password is a token. */
function authorization({ headers, username, password, token }: ProviderSettings): Readonly<Record<string, string>> {
  if (Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) return {};
  const secret = token === '' ? password : token;
  return username === '' || secret === '' ? bearer(secret) : basic(username, secret);
}
