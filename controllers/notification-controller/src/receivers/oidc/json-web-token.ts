import { isJsonObject, type JsonObject } from '@flux19/objects';
import { parseAnyJson } from '../../http/parse-json-object.ts';
import { WebhookError } from '../receiver-type.ts';

/** A token taken apart. Nothing in it is verified. */
export interface JsonWebToken {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** What the signature is over. */
  readonly signed: string;
  readonly signature: Buffer;
}

const base64Url = /^[A-Za-z0-9_-]+$/;
/** No honest token is longer. */
const longestToken = 64 * 1024;

/** Takes a token apart. Throws {@link WebhookError}. */
export function readJwt(token: string): JsonWebToken {
  if (token === '') throw new WebhookError('the Authorization header is missing a bearer token');
  const [header = '', claims = '', signature = '', ...others] = token.length > longestToken ? [] : token.split('.');
  if (others.length > 0 || ![header, claims, signature].every((part) => base64Url.test(part))) {
    throw new WebhookError('failed to parse bearer token: token is not a JWT');
  }
  return {
    header: objectIn(header),
    claims: objectIn(claims),
    signed: `${header}.${claims}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

function objectIn(part: string): JsonObject {
  const value = parseAnyJson(Buffer.from(part, 'base64url').toString('utf8'));
  if (!isJsonObject(value)) throw new WebhookError('failed to parse bearer token: failed to parse token payload');
  return value;
}
