import { conditionTypes, type GitRepository, reasons } from '@flux19/api';
import { type Checkout, type SignedObject, signatureKind, verifyPgpSignature, verifySshSignature } from '@flux19/git';
import type { SecretData } from '@flux19/kube';
import { SourceError, textOf } from '../source/source-error.ts';
import { verificationMode } from './plan.ts';

/** What was found authentic. */
export interface Verification {
  readonly mode: 'HEAD' | 'Tag' | 'TagAndHEAD';
  /** Flux's message, which names commit, tag and keys. */
  readonly message: string;
}

interface PublicKeys {
  readonly keyRings: readonly string[];
  readonly authorizedKeys: readonly string[];
}

const details = { stage: 'verify', condition: conditionTypes.sourceVerified } as const;

/**
 * Verifies the signatures that `spec.verify` demands. Throws `SourceError`: whatever is absent or cannot be read counts as not verified.
 * Undefined when nothing is demanded.
 */
export async function verifyCheckout(
  object: GitRepository,
  checkout: Checkout,
  secret: SecretData,
): Promise<Verification | undefined> {
  const mode = verificationMode(object);
  if (mode === undefined) return undefined;
  const keys = sortKeys(secret);
  const lines: string[] = [];
  if (mode !== 'HEAD') lines.push(await verifyTag(checkout, keys));
  if (mode !== 'Tag') lines.push(await verifyCommit(checkout, keys));
  return { mode, message: `verified signature of${lines.map((line) => `\n\t- ${line}`).join('')}` };
}

/** Flux: names that end in `.sshpub` are ssh keys, all others are taken for PGP keys. */
function sortKeys(secret: SecretData): PublicKeys {
  const isSsh = (name: string): boolean => name.endsWith('.sshpub');
  const entries = Object.entries(secret);
  return {
    keyRings: entries.filter(([name]) => !isSsh(name)).map(([, value]) => value),
    authorizedKeys: entries.filter(([name]) => isSsh(name)).map(([, value]) => value),
  };
}

async function verifyTag({ resolved, tag }: Checkout, keys: PublicKeys): Promise<string> {
  const [, name] = /^refs\/tags\/(.+?)(?:\^\{\})?$/.exec(resolved.reference) ?? [];
  if (name === undefined || resolved.isPinned === true) {
    const message = "cannot verify tag object's signature if a tag reference is not specified";
    throw new SourceError(reasons.invalidVerificationMode, message, { ...details, retry: 'never' });
  }
  const text = tag === undefined ? name : `${name}@${tag.hash}`;
  if (tag === undefined || tag.signature === '') {
    const message = `cannot verify signature of tag '${text}' since it is not signed`;
    throw new SourceError(reasons.invalidGitObject, message, details);
  }
  try {
    return `tag '${text}' with key '${await verifyObject(tag, 'tag', keys)}'`;
  } catch (thrown) {
    throw failed(reasons.invalidTagSignature, `tag '${text}'`, thrown);
  }
}

async function verifyCommit({ commit }: Checkout, keys: PublicKeys): Promise<string> {
  try {
    return `commit '${commit.hash}' with key '${await verifyObject(commit, 'commit', keys)}'`;
  } catch (thrown) {
    throw failed(reasons.invalidCommitSignature, `commit '${commit.hash}'`, thrown);
  }
}

function failed(reason: string, what: string, cause: unknown): SourceError {
  return new SourceError(reason, `signature verification of ${what} failed: ${textOf(cause)}`, { ...details, cause });
}

/** The id of the key that signed. */
async function verifyObject(object: SignedObject, what: 'commit' | 'tag', keys: PublicKeys): Promise<string> {
  const kind = signatureKind(object.signature);
  if (kind === 'openpgp') {
    if (keys.keyRings.length === 0) throw missingKeys('PGP', '.asc');
    return withPrefix(`unable to verify Git ${what}`, () => verifyPgpSignature(object, keys.keyRings));
  }
  if (kind === 'ssh') {
    if (keys.authorizedKeys.length === 0) throw missingKeys('SSH', '.sshpub');
    const prefix = `unable to verify Git ${what} SSH signature`;
    return withPrefix(prefix, async () => verifySshSignature(object, keys.authorizedKeys));
  }
  throw new Error(`unsupported signature type: ${kind}`);
}

function missingKeys(kind: string, suffix: string): Error {
  return new Error(
    `${kind} signature detected but no ${kind} public keys found in secret (keys with ${suffix} suffix)`,
  );
}

async function withPrefix(prefix: string, verify: () => Promise<string>): Promise<string> {
  try {
    return await verify();
  } catch (cause) {
    throw new Error(`${prefix}: ${textOf(cause)}`, { cause });
  }
}
