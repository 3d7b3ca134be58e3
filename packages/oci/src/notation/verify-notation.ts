import { X509Certificate } from 'node:crypto';
import type { OciClient } from '../client/oci-client.ts';
import { causedFailure, OciError } from '../oci-error.ts';
import type { RepositoryName } from '../reference/oci-reference.ts';
import { canonicalRepository } from '../reference/parse-reference.ts';
import { checkSigner, type SignerFaults } from './check-signer.ts';
import { openEnvelope, type SignedEnvelope } from './signed-envelope.ts';
import { chooseStatement, type TrustStatement } from './trust-policy.ts';

/** Whom Notary's signatures may be by. */
export interface NotationTrust {
  /** `trustpolicy.json` */
  readonly policy: string;
  /** PEM, one or several each. */
  readonly certificates: readonly string[];
}

const signatureType = 'application/vnd.cncf.notary.signature';
const jwsType = 'application/jose+json';
const maximumBytes = 1024 * 1024;
/** Flux: as many signatures are looked at. */
const maximumSignatures = 3;

/**
 * Verifies Notary's signatures of an image as a trust policy says. `ignored`: the policy does not want to know. Throws `OciError`
 * `SignatureInvalid` when no signature counts, and what the client throws. Envelopes in COSE, plug-ins, timestamps by authorities and
 * look-ups of revocations are not supported: what depends on them does not count.
 */
export async function verifyNotation(
  client: OciClient,
  image: RepositoryName & { readonly digest: string },
  { policy, certificates }: NotationTrust,
  nowMs: number,
  signal: AbortSignal,
): Promise<'verified' | 'ignored'> {
  const statement = chooseStatement(policy, image);
  if (statement.isSkipped) return 'ignored';
  const trusted = certificates.flatMap(readCertificates);
  for await (const bytes of findEnvelopes(client, image, signal)) {
    const envelope = tryOpen(bytes);
    if (envelope?.digest !== image.digest) continue;
    const faults = checkSigner(envelope, statement, trusted, nowMs);
    if (isEnforced(faults, statement)) continue;
    return faults.authenticity === undefined ? 'verified' : 'ignored';
  }
  const name = `${canonicalRepository(image)}@${image.digest}`;
  throw new OciError(
    'SignatureInvalid',
    `signature verification failed for all the signatures associated with ${name}`,
  );
}

function isEnforced(faults: SignerFaults, { actions }: TrustStatement): boolean {
  const names = Object.keys(faults) as (keyof SignerFaults)[];
  return names.some((name) => actions[name] === 'enforce');
}

async function* findEnvelopes(
  client: OciClient,
  image: RepositoryName & { readonly digest: string },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { registry, repository } = image;
  const referrers = await client.listReferrers(image, image.digest, signal, signatureType);
  for (const { digest } of referrers.slice(0, maximumSignatures)) {
    const { manifest } = await client.getImage({ registry, repository, digest }, signal);
    const layer = manifest.layers.find(({ mediaType }) => mediaType === jwsType);
    if (layer === undefined || layer.size > maximumBytes) continue;
    yield await client.readBlob(image, layer, signal, maximumBytes);
  }
}

/** Undefined for what is no good signature; another one may be. */
function tryOpen(bytes: Uint8Array): SignedEnvelope | undefined {
  try {
    return openEnvelope(bytes);
  } catch (thrown) {
    if (thrown instanceof OciError) return undefined;
    throw thrown;
  }
}

function readCertificates(text: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (thrown) {
    throw causedFailure('SignatureInvalid', 'failed to parse certificate', thrown);
  }
}
