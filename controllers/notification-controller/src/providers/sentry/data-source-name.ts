import { DeliveryError } from '../delivery-error.ts';

/** Where a Sentry project takes envelopes, and with which key. */
export interface SentryProject {
  readonly url: string;
  readonly publicKey: string;
}

/** Reads `https://<key>@<host>/<path>/<project>`: https://develop.sentry.dev/sdk/overview/#parsing-the-dsn */
export function parseDataSourceName(text: string): SentryProject {
  if (text === '') throw new DeliveryError('DSN cannot be empty');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new DeliveryError('[Sentry] DsnParseError: invalid url');
  if (url.username === '') throw new DeliveryError('[Sentry] DsnParseError: empty username');
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const project = parts.pop();
  if (project === undefined) throw new DeliveryError('[Sentry] DsnParseError: empty project id');
  const prefix = parts.map((part) => `/${part}`).join('');
  return { url: `${url.origin}${prefix}/api/${project}/envelope/`, publicKey: url.username };
}
