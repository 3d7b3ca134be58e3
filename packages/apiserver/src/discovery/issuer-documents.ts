// https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery
import { printJson } from '@flux19/objects';
import { tokenIssuer } from '../access/service-account-tokens.ts';
import { publishedKey, signingAlgorithm, type TokenKey } from '../access/token-key.ts';
import type { Reply } from '../http/reply.ts';

const keysPath = '/openid/v1/jwks';
const issuerPath = '/.well-known/openid-configuration';

/** Paths that tell others how to verify tokens of service accounts. */
export const issuerPaths: readonly string[] = [issuerPath, keysPath];

/** Undefined for other paths. The keys are to be had under the name by which this server was asked. */
export function answerIssuer(key: TokenKey, request: Request, path: string): Reply | undefined {
  if (path === keysPath) return published('application/jwk-set+json', { keys: [publishedKey(key)] });
  if (path !== issuerPath) return undefined;
  return published('application/json', {
    issuer: tokenIssuer,
    jwks_uri: `https://${new URL(request.url).host}${keysPath}`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [signingAlgorithm],
  });
}

function published(type: string, document: unknown): Reply {
  const headers = { 'content-type': type, 'cache-control': 'public, max-age=3600' };
  return { code: 200, headers, body: printJson(document) };
}
