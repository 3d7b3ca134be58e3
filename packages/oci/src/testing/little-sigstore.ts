import {
  certificate,
  certificateBody,
  extension,
  isAuthority,
  newKey,
  sha256,
  signBytes,
  type TestKey,
  toPem,
} from './certificates.ts';
import { der } from './der.ts';

const hourMs = 60 * 60_000;
const oids = {
  alternativeName: '2.5.29.17',
  issuer: '1.3.6.1.4.1.57264.1.1',
  timestamps: '1.3.6.1.4.1.11129.2.4.2',
} as const;

/** Who asks for a certificate. */
interface Signer {
  readonly issuer: string;
  /** A URI. */
  readonly subject: string;
}

/** An authority, its log of certificates and a log of signatures: all that vouches for signatures without keys. */
export interface LittleSigstore {
  readonly trustedRoot: string;
  /** Signs a payload as cosign 2 does without keys; gives the annotations of the layer. */
  sign(payload: Uint8Array, signer: Signer): Record<string, string>;
}

/** Makes everything anew; nobody else trusts it. */
export function littleSigstore(nowMs: number): LittleSigstore {
  const [authority, certificateLog, signatureLog] = [newKey(), newKey(), newKey()];
  const root = certificate({
    issuer: authority,
    issuerName: 'little-root',
    subject: authority,
    name: 'little-root',
    nowMs,
    extensions: [isAuthority()],
  });
  const validFor = { start: new Date(nowMs - hourMs).toISOString() };
  const log = ({ spki, id }: TestKey): object => ({
    baseUrl: 'https://log.test',
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: spki.toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: id.toString('base64') },
  });
  const trustedRoot = JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log(signatureLog)],
    certificateAuthorities: [
      {
        subject: { organization: 'test', commonName: 'little-root' },
        uri: 'https://authority.test',
        certChain: { certificates: [{ rawBytes: root.toString('base64') }] },
        validFor,
      },
    ],
    ctlogs: [log(certificateLog)],
    timestampAuthorities: [],
  });

  function sign(payload: Uint8Array, signer: Signer): Record<string, string> {
    const own = newKey();
    const leaf = issue({ authority, certificateLog, own, signer, nowMs });
    const pem = toPem(leaf);
    const signature = signBytes(own, payload).toString('base64');
    const entry = {
      apiVersion: '0.0.1',
      kind: 'hashedrekord',
      spec: {
        data: { hash: { algorithm: 'sha256', value: sha256(payload).toString('hex') } },
        signature: { content: signature, publicKey: { content: Buffer.from(pem).toString('base64') } },
      },
    };
    const body = Buffer.from(JSON.stringify(entry)).toString('base64');
    const logged = {
      body,
      integratedTime: Math.floor(nowMs / 1000),
      logID: signatureLog.id.toString('hex'),
      logIndex: 7,
    };
    const promise = signBytes(signatureLog, Buffer.from(JSON.stringify(logged))).toString('base64');
    return {
      'dev.cosignproject.cosign/signature': signature,
      'dev.sigstore.cosign/certificate': pem,
      'dev.sigstore.cosign/chain': toPem(root),
      'dev.sigstore.cosign/bundle': JSON.stringify({ SignedEntryTimestamp: promise, Payload: logged }),
    };
  }

  return { trustedRoot, sign };
}

interface Issue {
  readonly authority: TestKey;
  readonly certificateLog: TestKey;
  readonly own: TestKey;
  readonly signer: Signer;
  readonly nowMs: number;
}

/** A certificate with the promise of the log to keep it, which is about the certificate without the promise. */
function issue({ authority, certificateLog, own, signer, nowMs }: Issue): Buffer {
  const extensions = [
    extension(oids.alternativeName, der.sequence(der.element(0x86, Buffer.from(signer.subject)))),
    extension(oids.issuer, Buffer.from(signer.issuer)),
  ];
  const parts = { issuer: authority, issuerName: 'little-root', subject: own, name: 'little-leaf', nowMs };
  const before = certificateBody({ ...parts, extensions });
  const promise = timestamp(certificateLog, authority, before, nowMs);
  return certificate({ ...parts, extensions: [...extensions, extension(oids.timestamps, der.octets(promise))] });
}

/** RFC 6962 section 3.2 and 3.3. */
function timestamp(log: TestKey, authority: TestKey, precertificate: Buffer, nowMs: number): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(nowMs));
  const length = Buffer.from([
    precertificate.length >> 16,
    (precertificate.length >> 8) & 0xff,
    precertificate.length & 0xff,
  ]);
  const none = Buffer.alloc(2);
  const entry = [Buffer.from([0, 1]), sha256(authority.spki), length, precertificate, none];
  const signature = signBytes(log, Buffer.concat([Buffer.from([0, 0]), time, ...entry]));
  const signed = Buffer.concat([Buffer.from([0]), log.id, time, none, Buffer.from([4, 3]), prefixed(signature)]);
  return prefixed(prefixed(signed));
}

function prefixed(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([content.length >> 8, content.length & 0xff]), content]);
}
