import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '@flux19/objects';
import { OciError } from '../oci-error.ts';
import type { RepositoryName } from '../reference/oci-reference.ts';
import { formatRepository } from '../reference/parse-reference.ts';

/** What comes of a check that fails: the signature counts as none, or it is passed over. */
type CheckAction = 'enforce' | 'log' | 'skip';

const checks = ['authenticity', 'authenticTimestamp', 'expiry', 'revocation'] as const;
type Check = (typeof checks)[number];

/** What a trust policy says about a repository. Integrity is always enforced. */
export interface TrustStatement {
  readonly name: string;
  /** Nothing is verified at all. */
  readonly isSkipped: boolean;
  readonly actions: Readonly<Record<Check, CheckAction>>;
  /** Kinds of stores whose certificates are trusted: `ca`, `signingAuthority`. */
  readonly storeKinds: readonly string[];
  /** `*`, or `x509.subject: C=US, O=example` */
  readonly trustedIdentities: readonly string[];
}

const levels: ReadonlyMap<unknown, Readonly<Record<Check, CheckAction>>> = new Map([
  ['strict', { authenticity: 'enforce', authenticTimestamp: 'enforce', expiry: 'enforce', revocation: 'enforce' }],
  ['permissive', { authenticity: 'enforce', authenticTimestamp: 'log', expiry: 'log', revocation: 'log' }],
  ['audit', { authenticity: 'log', authenticTimestamp: 'log', expiry: 'log', revocation: 'log' }],
  ['skip', { authenticity: 'skip', authenticTimestamp: 'skip', expiry: 'skip', revocation: 'skip' }],
]);

/**
 * The statement of a trust policy (`trustpolicy.json`, version 1.0) for a repository: that which names it, else that for all. Throws
 * `OciError` `SignatureInvalid` for a policy that cannot be read or has no such statement.
 */
export function chooseStatement(text: string, repository: RepositoryName): TrustStatement {
  const policy = parsePolicy(text);
  if (policy['version'] !== '1.0')
    throw invalid(`trust policy document uses unsupported version "${policy['version']}"`);
  const statements = (Array.isArray(policy['trustPolicies']) ? policy['trustPolicies'] : []).filter(isJsonObject);
  const name = formatRepository(repository);
  const found =
    statements.find((statement) => texts(statement['registryScopes']).includes(name)) ??
    statements.find((statement) => texts(statement['registryScopes']).includes('*'));
  if (found !== undefined) return readStatement(found);
  throw invalid(`artifact "${name}" has no applicable trust policy`);
}

function readStatement(statement: JsonObject): TrustStatement {
  const name = String(statement['name'] ?? '');
  const verification = isJsonObject(statement['signatureVerification']) ? statement['signatureVerification'] : {};
  const { level, override } = verification;
  const base = levels.get(level);
  if (base === undefined) throw invalid(`trust policy statement "${name}" has invalid signatureVerification`);
  const isSkipped = level === 'skip';
  if (isSkipped && override !== undefined) {
    throw invalid(`trust policy statement "${name}" skips verification and cannot override it`);
  }
  const storeKinds = texts(statement['trustStores']).map((store) => store.split(':')[0] ?? '');
  const trustedIdentities = texts(statement['trustedIdentities']);
  if (!isSkipped && (storeKinds.length === 0 || trustedIdentities.length === 0)) {
    throw invalid(`trust policy statement "${name}" is either missing trust stores or trusted identities`);
  }
  return { name, isSkipped, actions: overridden(base, override, name), storeKinds, trustedIdentities };
}

function overridden(
  base: Readonly<Record<Check, CheckAction>>,
  override: JsonValue | undefined,
  name: string,
): Readonly<Record<Check, CheckAction>> {
  const actions = { ...base };
  for (const [check, action] of isJsonObject(override) ? Object.entries(override) : []) {
    const known = checks.find((each) => each === check);
    if (known === undefined || (action !== 'enforce' && action !== 'log' && action !== 'skip')) {
      throw invalid(`trust policy statement "${name}" has an invalid override "${check}"`);
    }
    // Notation: only revocation may be skipped.
    if (action === 'skip' && known !== 'revocation') {
      throw invalid(`trust policy statement "${name}" cannot skip "${check}"`);
    }
    actions[known] = action;
  }
  return actions;
}

function parsePolicy(text: string): JsonObject {
  try {
    const value = parseJson(text);
    if (isJsonObject(value)) return value;
  } catch {
    // Said below.
  }
  throw invalid('the trust policy is no JSON object');
}

function texts(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function invalid(message: string): OciError {
  return new OciError('SignatureInvalid', message);
}
