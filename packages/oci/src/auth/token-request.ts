import { isJsonObject, parseJson } from '@flux19/objects';
import type { Clock, Handler } from '@flux19/ports';
import { readBounded } from '../client/read-bounded.ts';
import { describeCall } from '../client/registry-call.ts';
import { responseError } from '../client/response-error.ts';
import { causedFailure, OciError } from '../oci-error.ts';
import { basicAuthorization } from './basic-authorization.ts';
import type { Challenge } from './challenge.ts';
import type { RegistryCredentials } from './credentials.ts';

/** What a request for a token needs. */
export interface TokenRequest {
  readonly fetch: Handler;
  readonly clock: Clock;
  readonly challenge: Extract<Challenge, { kind: 'bearer' }>;
  readonly scopes: readonly string[];
  readonly credentials: RegistryCredentials | undefined;
  readonly userAgent: string;
  /** Whether the host may be spoken to unencrypted. */
  readonly isPlainAllowed: (host: string) => boolean;
}

export interface AccessToken {
  readonly token: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

const maximumBytes = 1024 * 1024;
const maximumRedirects = 3;
/** What the specification assumes for a token that does not say how long it holds. */
const defaultLifetimeSeconds = 60;

/**
 * Asks the realm of a challenge for a token: https://distribution.github.io/distribution/spec/auth/token/. The realm, which may be on
 * another host, gets the credentials for the registry; a host that it redirects to does not.
 */
export async function requestToken(request: TokenRequest, signal: AbortSignal): Promise<AccessToken> {
  const realm = realmUrl(request);
  const first = request.credentials?.kind === 'identityToken' ? refreshRequest : queryRequest;
  let sent = first(request, realm, signal);
  for (let redirects = 0; redirects <= maximumRedirects; redirects += 1) {
    const url = new URL(sent.url);
    const response = await exchange(request, sent, signal);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return readToken(request, url, response);
    await response.body?.cancel();
    if (sent.method !== 'GET') break;
    sent = redirected(sent, checkedUrl(request, new URL(location, url)), signal);
  }
  throw new OciError('AuthenticationFailed', `the token service at ${realm.host} redirects without end`);
}

function realmUrl(request: TokenRequest): URL {
  const { realm } = request.challenge;
  if (!URL.canParse(realm))
    throw new OciError('AuthenticationFailed', 'the registry names a token service that is no URL');
  return checkedUrl(request, new URL(realm));
}

function checkedUrl({ isPlainAllowed }: TokenRequest, url: URL): URL {
  const isAllowed = url.protocol === 'https:' || (url.protocol === 'http:' && isPlainAllowed(url.host));
  if (!isAllowed) {
    const message = `the registry names a token service at ${url.host} that is not reached by https`;
    throw new OciError('AuthenticationFailed', message);
  }
  // What stands in the URL is the registry's, not ours to send as credentials.
  url.username = '';
  url.password = '';
  return url;
}

function queryRequest(
  { challenge, scopes, credentials, userAgent }: TokenRequest,
  realm: URL,
  signal: AbortSignal,
): Request {
  const url = new URL(realm);
  if (challenge.service !== undefined) url.searchParams.set('service', challenge.service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  const headers = new Headers({ accept: 'application/json', 'user-agent': userAgent });
  if (credentials?.kind === 'basic') headers.set('authorization', basicAuthorization(credentials));
  return new Request(url, { headers, redirect: 'manual', signal });
}

function refreshRequest(request: TokenRequest, realm: URL, signal: AbortSignal): Request {
  const { challenge, scopes, credentials, userAgent } = request;
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: 'flux19',
    service: challenge.service ?? '',
    scope: scopes.join(' '),
    refresh_token: credentials?.kind === 'identityToken' ? credentials.token : '',
  });
  const headers = { accept: 'application/json', 'user-agent': userAgent };
  return new Request(realm, { method: 'POST', headers, body, redirect: 'manual', signal });
}

function redirected(before: Request, url: URL, signal: AbortSignal): Request {
  const headers = new Headers(before.headers);
  if (new URL(before.url).origin !== url.origin) headers.delete('authorization');
  return new Request(url, { headers, redirect: 'manual', signal });
}

async function exchange({ fetch }: TokenRequest, request: Request, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(request);
  } catch (cause) {
    signal.throwIfAborted();
    const call = describeCall(request.method, new URL(request.url));
    throw causedFailure('Network', `${call}: the token service cannot be reached`, cause);
  }
}

async function readToken({ clock }: TokenRequest, url: URL, response: Response): Promise<AccessToken> {
  const call = describeCall('GET', url);
  if (!response.ok) throw await responseError(call, response, clock.now());
  const bytes = await readBounded(response.body, maximumBytes, 'the token');
  const answer = parseAnswer(bytes);
  const token = [answer['token'], answer['access_token']].find((each) => typeof each === 'string' && each !== '');
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new OciError('AuthenticationFailed', `${call}: the token service gave no token`);
  }
  const lifetime = Number(answer['expires_in'] ?? 0);
  const seconds = lifetime > 0 ? lifetime : defaultLifetimeSeconds;
  return { token, expiresAt: clock.now() + seconds * 1000 };
}

function parseAnswer(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const answer = parseJson(Buffer.from(bytes).toString('utf8'));
    return isJsonObject(answer) ? answer : {};
  } catch {
    // The parser's message may show a part of the token.
    return {};
  }
}
