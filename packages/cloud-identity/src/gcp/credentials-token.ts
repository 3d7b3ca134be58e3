import { sign } from 'node:crypto';
import { isJsonObject, type JsonObject, parseJson } from '@flux19/objects';
import type { AccessToken } from '../access-token.ts';
import { CloudError } from '../cloud-error.ts';
import { askForToken } from '../service/ask-for-token.ts';
import { type Asker, formRequest, type ServiceRequest } from '../service/ask-service.ts';

/** What everything of Flux asks for at Google. */
export const googleScopes: readonly string[] = [
  'https://www.googleapis.com/auth/cloud-platform',
  'https://www.googleapis.com/auth/userinfo.email',
];

const googleTokens = 'https://oauth2.googleapis.com/token';

/** Credentials of Google in a file: a key of a service account, or a person's own. Throws {@link CloudError}, without their text. */
export function parseGoogleCredentials(text: string): JsonObject {
  const credentials = objectIn(text);
  const type = credentials?.['type'];
  if (credentials !== undefined && (type === 'service_account' || type === 'authorized_user')) return credentials;
  const why =
    credentials === undefined
      ? 'they are not a JSON object'
      : 'their type is neither service_account nor authorized_user';
  throw new CloudError('Misconfigured', `credentials of Google cannot be used: ${why}`);
}

/** A token for credentials that {@link parseGoogleCredentials} has read. Throws `CloudError`. */
export async function credentialsToken(
  environment: Asker,
  credentials: JsonObject,
  signal: AbortSignal,
): Promise<AccessToken> {
  const request =
    credentials['type'] === 'service_account'
      ? accountRequest(credentials, environment.clock.now())
      : personRequest(credentials);
  return askForToken(environment, request, signal);
}

/** https://developers.google.com/identity/protocols/oauth2/service-account#httprest */
function accountRequest(credentials: JsonObject, nowMs: number): ServiceRequest {
  const text = (key: string): string => String(credentials[key] ?? '');
  const issuedAt = Math.floor(nowMs / 1000);
  const header = { alg: 'RS256', typ: 'JWT', kid: text('private_key_id') };
  const claims = {
    iss: text('client_email'),
    scope: googleScopes.join(' '),
    aud: googleTokens,
    iat: issuedAt,
    exp: issuedAt + 3600,
  };
  const content = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const assertion = `${content}.${signed(content, text('private_key'))}`;
  return formRequest(googleTokens, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
}

/** The library's error is not passed on, since it may show the key. */
function signed(content: string, key: string): string {
  try {
    return sign('RSA-SHA256', Buffer.from(content), key).toString('base64url');
  } catch {
    // Below.
  }
  throw new CloudError('Misconfigured', 'credentials of Google cannot be used: their private_key is no key');
}

function personRequest(credentials: JsonObject): ServiceRequest {
  const text = (key: string): string => String(credentials[key] ?? '');
  return formRequest(googleTokens, {
    grant_type: 'refresh_token',
    client_id: text('client_id'),
    client_secret: text('client_secret'),
    refresh_token: text('refresh_token'),
  });
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value = parseJson(text.trim());
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
