import { DeliveryError } from '../../delivery-error.ts';
import type { ProviderSettings } from '../../provider-type.ts';
import type { Call } from '../call.ts';
import { answeredObject, textField } from '../read-json.ts';
import { type RestClient, rest } from '../rest.ts';
import { signedJwt } from '../signed-jwt.ts';

type Secret = ReadonlyMap<string, string>;

/** Whether the Secret is that of a GitHub App. */
export function hasApp(secret: Secret): boolean {
  return secret.has('githubAppID');
}

/** A token of the app's installation: https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app */
export function* appToken({ secret, tokens }: ProviderSettings, base: string, nowMs: number): Call<string> {
  const credentials = [
    base,
    read(secret, 'githubAppID'),
    installationName(secret),
    read(secret, 'githubAppPrivateKey'),
  ];
  const known = tokens.get(credentials, nowMs);
  if (known !== undefined) return known;
  const client = appClient(secret, base, nowMs);
  const installation = yield* installationOf(secret, client);
  const path = `/app/installations/${installation}/access_tokens`;
  const words = 'could not refresh installation token';
  const answer = answeredObject(yield* rest(client, { method: 'POST', path }, words));
  const token = textField(answer, 'token');
  if (token === '') throw new DeliveryError(`${words}: the answer holds none`);
  const expiresAtMs = Date.parse(textField(answer, 'expires_at'));
  tokens.set(credentials, token, Number.isNaN(expiresAtMs) ? nowMs : expiresAtMs);
  return token;
}

/** The app's name in URLs, which is also that of the author of its comments. */
export function* appSlug({ secret }: ProviderSettings, base: string, nowMs: number): Call<string> {
  const request = { method: 'GET', path: '/app' } as const;
  return textField(
    answeredObject(yield* rest(appClient(secret, base, nowMs), request, 'could not read the app')),
    'slug',
  );
}

function appClient(secret: Secret, base: string, nowMs: number): RestClient {
  // A minute back, for clocks that differ; ten minutes is the longest that GitHub takes.
  const issuedAt = Math.floor(nowMs / 1000) - 60;
  const claims = { iat: issuedAt, exp: issuedAt + 540, iss: read(secret, 'githubAppID') };
  const token = signedJwt(claims, read(secret, 'githubAppPrivateKey'));
  const ownBase = secret.get('githubAppBaseURL');
  const headers = { accept: 'application/vnd.github.v3+json', authorization: `Bearer ${token}` };
  return {
    base: ownBase === undefined || ownBase === '' ? base : ownBase.replace(/\/+$/, ''),
    headers,
    attempts: 'once',
  };
}

function* installationOf(secret: Secret, client: RestClient): Call<string> {
  const id = secret.get('githubAppInstallationID');
  if (id !== undefined) return encodeURIComponent(id.trim());
  const owner = encodeURIComponent(read(secret, 'githubAppInstallationOwner'));
  const words = 'could not find the installation of the app';
  const answer = answeredObject(yield* rest(client, { method: 'GET', path: `/users/${owner}/installation` }, words));
  const found = answer['id'];
  if (typeof found !== 'number') throw new DeliveryError(`${words}: the answer holds none`);
  return String(found);
}

function installationName(secret: Secret): string {
  return secret.get('githubAppInstallationID') ?? read(secret, 'githubAppInstallationOwner');
}

function read(secret: Secret, key: string): string {
  const value = secret.get(key)?.trim();
  if (value === undefined || value === '')
    throw new DeliveryError(`key '${key}' not found in the secret of the provider`);
  return value;
}
