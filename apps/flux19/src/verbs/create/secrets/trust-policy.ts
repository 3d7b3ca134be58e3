import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { CliError } from '../../../program/cli-error.ts';

const levels = ['strict', 'permissive', 'audit', 'skip'];

/** Checks a trust policy of notation. Throws CliError with what is wrong first. */
export function checkTrustPolicy(text: string, path: string): void {
  const document = readDocument(text, path);
  const problem = problemOf(document);
  if (problem !== undefined) throw new CliError(`invalid trust policy: trust policy: ${problem}`);
}

function readDocument(text: string, path: string): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`failed to unmarshal trust policy ${path}: ${why}`, { cause });
  }
  if (isJsonObject(value)) return value;
  const type = Array.isArray(value) ? 'array' : typeof value;
  throw new CliError(
    `failed to unmarshal trust policy ${path}: json: cannot unmarshal ${type} into Go value of type trustpolicy.Document`,
  );
}

function problemOf({ version, trustPolicies }: JsonObject): string | undefined {
  if (version === undefined || version === '') return 'trust policy has empty version, version must be specified';
  if (version !== '1.0') return `trust policy uses unsupported version ${JSON.stringify(version)}`;
  const statements = Array.isArray(trustPolicies) ? trustPolicies.filter(isJsonObject) : [];
  if (statements.length === 0) return 'trust policy can not have zero trust policy statements';
  const names = new Set<JsonValue | undefined>();
  for (const statement of statements) {
    const problem = statementProblem(statement, names);
    if (problem !== undefined) return problem;
    names.add(statement['name']);
  }
  return undefined;
}

function statementProblem(statement: JsonObject, names: ReadonlySet<JsonValue | undefined>): string | undefined {
  const { name, signatureVerification, trustStores, trustedIdentities, registryScopes } = statement;
  if (typeof name !== 'string' || name === '') {
    return 'a trust policy statement is missing a name, every statement requires a name';
  }
  const quoted = JSON.stringify(name);
  if (names.has(name)) {
    return `multiple trust policy statements use the same name ${quoted}, statement names must be unique`;
  }
  const level = isJsonObject(signatureVerification) ? signatureVerification['level'] : undefined;
  if (typeof level !== 'string' || !levels.includes(level)) {
    const why = `invalid signature verification level ${JSON.stringify(level ?? '')}`;
    return `trust policy statement ${quoted} has invalid signatureVerification: ${why}`;
  }
  if (level !== 'skip' && (isEmpty(trustStores) || isEmpty(trustedIdentities))) {
    return `trust policy statement ${quoted} is either missing trust stores or trusted identities, both must be specified`;
  }
  if (isEmpty(registryScopes)) {
    return `trust policy statement ${quoted} has zero registry scopes, it must specify registry scopes with at least one value`;
  }
  return undefined;
}

function isEmpty(list: JsonValue | undefined): boolean {
  return !Array.isArray(list) || list.length === 0;
}
