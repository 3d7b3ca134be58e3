import { compileGoRegexp, RegexpError } from '@flux19/expressions';
import { isJsonObject, type JsonObject, parseJson } from '@flux19/objects';
import { causedFailure, OciError } from '../oci-error.ts';
import type { CosignTrust, SignatureMaterial } from './cosign-trust.ts';
import { isPayloadAbout, isStatementAbout } from './signed-digest.ts';
import { simpleBundle } from './simple-bundle.ts';

type KeylessTrust = Extract<CosignTrust, { kind: 'keyless' }>;

/** Whom a certificate names. */
interface SignerIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/**
 * A judge of signatures that come with a certificate of somebody, by Sigstore's rules: the certificate by an authority of the trusted root
 * with an entry in its log, the signature in a transparency log at a time when the certificate held. Sigstore's modules are loaded here and not
 * earlier. Throws `OciError` `SignatureInvalid` for roots and regexps that cannot be used.
 */
export async function keylessVerifier({
  identities,
  trustedRoot,
}: KeylessTrust): Promise<(material: SignatureMaterial, digest: string) => boolean> {
  const [{ bundleFromJSON, isBundleWithDsseEnvelope }, { Verifier, toSignedEntity, toTrustMaterial }, { TrustedRoot }] =
    await Promise.all([import('@sigstore/bundle'), import('@sigstore/verify'), import('@sigstore/protobuf-specs')]);
  const verifier = new Verifier(readTrustMaterial(() => toTrustMaterial(TrustedRoot.fromJSON(parseRoot(trustedRoot)))));
  const isMeant = identityMatcher(identities);

  function identityOf(bundleJson: unknown, artifact: Buffer | undefined, digest: string): SignerIdentity | undefined {
    const bundle = bundleFromJSON(bundleJson);
    const isEnvelope = isBundleWithDsseEnvelope(bundle);
    // A message signature vouches for its artifact only, whose digest has been looked at before.
    if (isEnvelope === (artifact !== undefined)) return undefined;
    if (isEnvelope && !isStatementAbout(bundle.content.dsseEnvelope.payload, digest)) return undefined;
    const { identity } = verifier.verify(toSignedEntity(bundle, artifact));
    const { subjectAlternativeName: subject, extensions } = identity ?? {};
    return subject === undefined ? undefined : { subject, issuer: extensions?.issuer ?? '' };
  }

  return (material, digest) => {
    try {
      const identity =
        material.kind === 'bundle'
          ? identityOf(parseBundle(material.bytes), undefined, digest)
          : identityOf(checkedSimpleBundle(material, digest), Buffer.from(material.payload), digest);
      return identity !== undefined && isMeant(identity);
    } catch {
      // Whatever cannot be verified is no signature; another one may be.
      return false;
    }
  };
}

function checkedSimpleBundle(material: Extract<SignatureMaterial, { kind: 'simple' }>, digest: string): object {
  if (!isPayloadAbout(material.payload, digest)) throw new OciError('SignatureInvalid', 'signed is another image');
  return simpleBundle(material);
}

function identityMatcher(identities: KeylessTrust['identities']): (identity: SignerIdentity) => boolean {
  if (identities.length === 0) return () => true;
  try {
    const pairs = identities.map(({ issuer, subject }) => [compileGoRegexp(issuer), compileGoRegexp(subject)] as const);
    return (identity) =>
      pairs.some(([issuer, subject]) => issuer.test(identity.issuer) && subject.test(identity.subject));
  } catch (thrown) {
    if (!(thrown instanceof RegexpError)) throw thrown;
    throw causedFailure('SignatureInvalid', `an identity to match is no regular expression: ${thrown.message}`, thrown);
  }
}

function readTrustMaterial<Material>(read: () => Material): Material {
  try {
    return read();
  } catch (thrown) {
    throw causedFailure('SignatureInvalid', 'unable to parse trusted root', thrown);
  }
}

function parseRoot(text: string): JsonObject {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new OciError('SignatureInvalid', 'unable to parse trusted root');
  return value;
}

function parseBundle(bytes: Uint8Array): unknown {
  return parseJson(Buffer.from(bytes).toString('utf8'));
}
