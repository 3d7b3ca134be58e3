import { isJsonObject, type JsonObject, parseJson } from '@flux19/objects';

const payloadType = 'cosign container image signature';
const statementTypes: ReadonlySet<unknown> = new Set([
  'https://in-toto.io/Statement/v1',
  'https://in-toto.io/Statement/v0.1',
]);
/** What `cosign sign` states. Other statements tell something about an image, they do not vouch for it. */
const signaturePredicate = 'https://sigstore.dev/cosign/sign/v1';

/** Whether a signed payload (the simple signing format) is about this digest. */
export function isPayloadAbout(payload: Uint8Array, digest: string): boolean {
  const critical = member(parseObject(payload), 'critical');
  if (critical?.['type'] !== payloadType) return false;
  return member(critical, 'image')?.['docker-manifest-digest'] === digest;
}

/** Whether a signed statement (in-toto) is a signature of this digest. */
export function isStatementAbout(payload: Uint8Array, digest: string): boolean {
  const statement = parseObject(payload);
  if (statement === undefined || !statementTypes.has(statement['_type'])) return false;
  if (statement['predicateType'] !== signaturePredicate) return false;
  const subjects = Array.isArray(statement['subject']) ? statement['subject'] : [];
  const [algorithm = '', hex] = digest.split(':');
  return subjects.some((subject) => isJsonObject(subject) && member(subject, 'digest')?.[algorithm] === hex);
}

function parseObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value = parseJson(Buffer.from(bytes).toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function member(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = object?.[key];
  return isJsonObject(value) ? value : undefined;
}
