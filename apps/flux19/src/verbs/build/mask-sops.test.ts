import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import { maskSops } from './mask-sops.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function secret(fields: Readonly<Record<string, unknown>>): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, ...fields };
}

suite('masking what SOPS encrypted', () => {
  test('leaves nothing of an encrypted Secret but its keys', () => {
    const masked = maskSops(
      secret({ data: { a: base64('x') }, stringData: { b: 'ENC[x]' }, sops: { mac: 'ENC[AES256_GCM,data:x]' } }),
    );
    assert.deepEqual(masked, secret({ data: { a: base64('**SOPS**') }, stringData: { b: '**SOPS**' } }));
  });

  test('masks whole files that were encrypted, and leaves other values alone', () => {
    const file = base64('{"data":"ENC[x]","sops":{}}');
    const masked = maskSops(secret({ data: { file, plain: base64('plain') } }));
    assert.deepEqual(masked['data'], { file: base64('**SOPS**'), plain: base64('plain') });
  });

  test('gives registries credentials of the right form', () => {
    const type = 'kubernetes.io/dockerconfigjson';
    const masked = maskSops(secret({ type, data: { '.dockerconfigjson': 'x' }, sops: { mac: 'ENC[x]' } }));
    assert.deepEqual(masked['data'], { '.dockerconfigjson': base64('{"mask":"**SOPS**"}') });
  });

  test('tells where a value is no base64', () => {
    assert.throws(() => maskSops(secret({ data: { a: 'a b=' } })), {
      message: 'failed to mask secret db sops data: illegal base64 data at input byte 1',
    });
  });

  test('looks only at Secrets', () => {
    const object: KubeObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data: { a: 'sops ENC[' },
    };
    assert.equal(maskSops(object), object);
  });
});
