import { createHash, X509Certificate } from 'node:crypto';
import { isJsonObject, type JsonObject, parseJson } from '@flux19/objects';
import { OciError } from '../oci-error.ts';
import type { SignatureMaterial } from './cosign-trust.ts';

const annotations = {
  certificate: 'dev.sigstore.cosign/certificate',
  chain: 'dev.sigstore.cosign/chain',
  bundle: 'dev.sigstore.cosign/bundle',
} as const;

/**
 * The signature of a payload by a certificate, as cosign 2 writes it into annotations, in the form of a Sigstore bundle (version 0.1): the
 * verification is the same for both. Throws when something is missing.
 */
export function simpleBundle(material: Extract<SignatureMaterial, { kind: 'simple' }>): object {
  const { payload, signature } = material;
  const certificate = textOf(material.annotations, annotations.certificate);
  const chain = material.annotations[annotations.chain] ?? '';
  const certificates = [...pemBlocks(certificate), ...pemBlocks(chain)].filter((pem) => !isSelfSigned(pem));
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    verificationMaterial: {
      x509CertificateChain: { certificates: certificates.map((pem) => ({ rawBytes: base64Of(pem) })) },
      tlogEntries: [logEntry(textOf(material.annotations, annotations.bundle))],
    },
    messageSignature: {
      messageDigest: { algorithm: 'SHA2_256', digest: createHash('sha256').update(payload).digest('base64') },
      signature,
    },
  };
}

/** The entry of the transparency log, with the promise to keep it that its operator has signed. */
function logEntry(text: string): object {
  const bundle = parseJson(text);
  const payload = isJsonObject(bundle) ? bundle['Payload'] : undefined;
  const promise = isJsonObject(bundle) ? bundle['SignedEntryTimestamp'] : undefined;
  if (!isJsonObject(payload) || typeof promise !== 'string') throw missing('entry of a transparency log');
  const { body, integratedTime, logIndex, logID } = payload;
  if (typeof body !== 'string' || typeof logID !== 'string') throw missing('entry of a transparency log');
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logID, 'hex').toString('base64') },
    kindVersion: kindOf(body),
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp: promise },
    canonicalizedBody: body,
  };
}

function kindOf(body: string): JsonObject {
  const entry = parseJson(Buffer.from(body, 'base64').toString('utf8'));
  if (!isJsonObject(entry)) throw missing('entry of a transparency log');
  return { kind: String(entry['kind']), version: String(entry['apiVersion']) };
}

function pemBlocks(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function base64Of(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, '');
}

/** Roots have no place in a bundle: they are what is trusted already, or not. */
function isSelfSigned(pem: string): boolean {
  const { issuer, subject } = new X509Certificate(pem);
  return issuer === subject;
}

function textOf(all: Readonly<Record<string, string>>, name: string): string {
  const text = all[name] ?? '';
  if (text === '') throw missing(name);
  return text;
}

function missing(what: string): OciError {
  return new OciError('SignatureInvalid', `the signature has no ${what}`);
}
