import { isJsonObject, type JsonObject, parseJson } from '@flux19/objects';
import { CloudError } from './cloud-error.ts';

/** What a token says of itself. Nobody has checked its signature. Throws {@link CloudError}, without the token. */
function jwtClaims(token: string): JsonObject {
  const [, payload, signature, ...rest] = token.split('.');
  if (payload !== undefined && signature !== undefined && rest.length === 0) {
    try {
      const claims = parseJson(Buffer.from(payload, 'base64url').toString('utf8'));
      if (isJsonObject(claims)) return claims;
    } catch {
      // The parser's message may show a part of the token.
    }
  }
  throw new CloudError('InvalidContent', 'failed to parse service account token: it is no JWT');
}

/** When a token ends, in milliseconds since the Unix epoch. */
export function tokenExpiry(token: string): number {
  const seconds = Number(jwtClaims(token)['exp']);
  if (Number.isFinite(seconds)) return seconds * 1000;
  throw new CloudError('InvalidContent', 'failed to get expiration time from service account token');
}

/** The ServiceAccount that a token is of: `system:serviceaccount:<namespace>:<name>`. */
export function tokenAccount(token: string): { readonly namespace: string; readonly name: string } {
  const subject = String(jwtClaims(token)['sub'] ?? '');
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(subject) ?? [];
  if (namespace !== undefined && name !== undefined) return { namespace, name };
  throw new CloudError('InvalidContent', `unexpected token subject '${subject}'`);
}
