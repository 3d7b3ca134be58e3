import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { suite, test } from 'node:test';
import { DerError, readSigningRequest } from '@flux19/listener';
import fc from 'fast-check';
import * as der from './der.ts';
import { distinguishedName } from './issue-certificate.ts';

interface Algorithm {
  readonly keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly oid: string;
  readonly hash: string | null;
}

const algorithms: readonly Algorithm[] = [
  { keys: generateKeyPairSync('ec', { namedCurve: 'P-256' }), oid: '1.2.840.10045.4.3.2', hash: 'sha256' },
  { keys: generateKeyPairSync('rsa', { modulusLength: 2048 }), oid: '1.2.840.113549.1.1.11', hash: 'sha256' },
  { keys: generateKeyPairSync('ed25519'), oid: '1.3.101.112', hash: null },
];

function requestOf({ keys, oid, hash }: Algorithm, signer: KeyObject = keys.privateKey): Buffer {
  const info = der.sequence(
    der.integer(Buffer.from([0])),
    distinguishedName('jane', ['dev', 'ops']),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(0, Buffer.alloc(0)),
  );
  const algorithm = der.sequence(der.objectIdentifier(oid));
  return der.sequence(info, algorithm, der.bitString(sign(hash, info, signer)));
}

function pem(bytes: Buffer): string {
  return `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
}

suite('readSigningRequest', () => {
  test('reads who asks, and takes keys of each kind that is in use', () => {
    for (const algorithm of algorithms) {
      const { name, groups, publicKey } = readSigningRequest(pem(requestOf(algorithm)));
      assert.deepEqual([name, groups], ['jane', ['dev', 'ops']]);
      assert.ok(publicKey.equals(algorithm.keys.publicKey));
    }
  });

  test('refuses a request that somebody else has signed', () => {
    const [algorithm] = algorithms;
    if (algorithm === undefined) throw new Error('there are algorithms');
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    assert.throws(() => readSigningRequest(pem(requestOf(algorithm, other))), /not made by who has the key/);
  });

  test('refuses bytes that are no request, and nothing else happens', () => {
    assert.throws(() => readSigningRequest('hello'), DerError);
    const whole = requestOf(algorithms[0] as Algorithm);
    const property = fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ change;
      // A change of what is signed, of the signature or of its key breaks one of them.
      assert.throws(() => readSigningRequest(pem(bytes)), DerError);
      assert.throws(() => readSigningRequest(pem(bytes.subarray(0, at))), DerError);
    });
    fc.assert(property);
  });
});
