import type { OciClient } from '../client/oci-client.ts';
import { OciError } from '../oci-error.ts';
import type { RepositoryName } from '../reference/oci-reference.ts';
import { canonicalRepository } from '../reference/parse-reference.ts';
import type { CosignTrust, SignatureMaterial } from './cosign-trust.ts';
import { findSignatures } from './find-signatures.ts';
import { keylessVerifier } from './verify-keyless.ts';
import { isSignedWith, parsePublicKey } from './verify-with-key.ts';

/**
 * Makes sure that somebody who is trusted has signed an image. Throws `OciError` `SignatureInvalid` unless a signature was found and is
 * good, and what the client throws when the registry does not answer: never silently accepts.
 */
export async function verifyCosign(
  client: OciClient,
  image: RepositoryName & { readonly digest: string },
  trust: CosignTrust,
  signal: AbortSignal,
): Promise<void> {
  const isGood = await judgeOf(trust);
  for await (const material of findSignatures(client, image, signal)) if (isGood(material, image.digest)) return;
  const name = `${canonicalRepository(image)}@${image.digest}`;
  throw new OciError('SignatureInvalid', `no matching signatures were found for '${name}'`);
}

type Judge = (material: SignatureMaterial, digest: string) => boolean;

async function judgeOf(trust: CosignTrust): Promise<Judge> {
  if (trust.kind === 'keyless') return keylessVerifier(trust);
  const keys = trust.keys.map(parsePublicKey);
  return (material, digest) => keys.some((key) => isSignedWith(key, material, digest));
}
