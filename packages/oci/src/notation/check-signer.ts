import type { X509Certificate } from 'node:crypto';
import type { SignedEnvelope } from './signed-envelope.ts';
import type { TrustStatement } from './trust-policy.ts';

const codeSigning = '1.3.6.1.5.5.7.3.3';
/** The identifier of a list of revoked certificates, as it stands in one. */
const revocationListId = Buffer.from('0603551d1f', 'hex');

/** The store that vouches for each scheme of signing. */
const storeKinds: ReadonlyMap<string, string> = new Map([
  ['notary.x509', 'ca'],
  ['notary.x509.signingAuthority', 'signingAuthority'],
]);

/** Why a signature must not count, by the checks that a trust policy knows; absent: nothing is wrong. */
export interface SignerFaults {
  readonly authenticity?: string;
  readonly authenticTimestamp?: string;
  readonly expiry?: string;
  readonly revocation?: string;
}

/** Looks at who has signed. Pure. */
export function checkSigner(
  { chain, scheme, expiresAt }: SignedEnvelope,
  statement: TrustStatement,
  trusted: readonly X509Certificate[],
  nowMs: number,
): SignerFaults {
  const authenticity = authenticityFault(chain, scheme, statement, trusted);
  const isOver = expiresAt !== undefined && expiresAt <= nowMs;
  // Without a timestamp by an authority the certificates have to hold now.
  const isOutOfTime = chain.some((each) => each.validFromDate.getTime() > nowMs || each.validToDate.getTime() < nowMs);
  const isRevocable = chain.some((each) => each.infoAccess !== undefined || each.raw.includes(revocationListId));
  return {
    ...(authenticity === undefined ? {} : { authenticity }),
    ...(isOutOfTime ? { authenticTimestamp: 'a certificate of the signer does not hold now' } : {}),
    ...(isOver ? { expiry: 'the signature has expired' } : {}),
    ...(isRevocable ? { revocation: 'whether the certificates of the signer are revoked cannot be looked up' } : {}),
  };
}

function authenticityFault(
  chain: readonly X509Certificate[],
  scheme: string,
  { storeKinds: kinds, trustedIdentities }: TrustStatement,
  trusted: readonly X509Certificate[],
): string | undefined {
  const kind = storeKinds.get(scheme);
  if (kind === undefined || !kinds.includes(kind)) return `no trust store is for the scheme ${scheme}`;
  const [leaf] = chain;
  if (leaf === undefined || !isChain(chain)) return 'the certificates of the signer are no chain';
  if (!mayCodeBeSigned(leaf)) return 'the certificate of the signer is not for signing';
  if (!chain.some((each) => trusted.some((root) => root.raw.equals(each.raw)))) {
    return 'no trusted certificate vouches for the signer';
  }
  const isMeant = trustedIdentities.some((identity) => matchesIdentity(identity, leaf.subject));
  return isMeant ? undefined : 'the signer is none of the trusted identities';
}

/** Each issued by the next, the last by itself; all but the first are authorities. */
function isChain(chain: readonly X509Certificate[]): boolean {
  return chain.every((each, index) => {
    const issuer = chain[index + 1] ?? each;
    const isAuthority = index === 0 || each.ca;
    return isAuthority && each.checkIssued(issuer) && each.verify(issuer.publicKey);
  });
}

function mayCodeBeSigned(leaf: X509Certificate): boolean {
  const usages: readonly string[] | undefined = leaf.keyUsage;
  return !leaf.ca && (usages === undefined || usages.includes(codeSigning));
}

/** `*`, or attributes that the subject has to have, all of them. */
function matchesIdentity(identity: string, subject: string): boolean {
  if (identity === '*') return true;
  const [, wanted] = /^x509\.subject:\s*(.+)$/.exec(identity) ?? [];
  if (wanted === undefined) return false;
  const own = new Set(subject.split('\n'));
  const parts = wanted.split(',').map((part) => part.trim());
  return parts.every((part) => part !== '' && own.has(part));
}
