import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { suite, test } from 'node:test';
import { type Cluster, startCluster } from '@flux19/cluster';
import { parseKubeconfig } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { eventually } from '@flux19/ports';

const { signal } = new AbortController();

/** A request that `openssl req -new -subj /O=dev/CN=jane` makes: PEM, P-256. */
function signingRequest({ publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject }): string {
  const element = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
    const body = Buffer.concat(parts);
    const length = body.length < 0x80 ? [body.length] : [0x81, body.length];
    return Buffer.concat([Buffer.from([tag, ...length]), body]);
  };
  const attribute = (id: number, text: string): Buffer =>
    element(0x31, element(0x30, Buffer.from([0x06, 0x03, 0x55, 0x04, id]), element(0x0c, Buffer.from(text))));
  const name = element(0x30, attribute(0x0a, 'dev'), attribute(0x03, 'jane'));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const info = element(0x30, Buffer.from([0x02, 0x01, 0x00]), name, spki, Buffer.from([0xa0, 0x00]));
  const ecdsaWithSha256 = Buffer.from('300a06082a8648ce3d040302', 'hex');
  const signature = element(0x03, Buffer.from([0]), sign('sha256', info, privateKey));
  const request = element(0x30, info, ecdsaWithSha256, signature).toString('base64');
  return `-----BEGIN CERTIFICATE REQUEST-----\n${request}\n-----END CERTIFICATE REQUEST-----\n`;
}

function requestFor(pem: string, usages: readonly string[]): KubeObject {
  const request = Buffer.from(pem).toString('base64');
  return {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'jane' },
    spec: { request, signerName: 'kubernetes.io/kube-apiserver-client', expirationSeconds: 3600, usages },
  };
}

interface RequestStatus {
  readonly certificate?: string;
  readonly conditions?: readonly { readonly type: string; readonly message: string }[];
}

async function approve({ client }: Cluster, request: KubeObject): Promise<() => Promise<RequestStatus>> {
  const created = await client.create(request, {}, signal);
  const conditions = [{ type: 'Approved', status: 'True', reason: 'ByTest', message: 'yes' }];
  await client.update({ ...created, status: { conditions } }, { subresource: 'approval' }, signal);
  const address = { apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', name: 'jane' };
  return async () => (await client.get(address, signal))['status'] as RequestStatus;
}

async function whoAmI(kubeconfig: string): Promise<unknown> {
  const connection = parseKubeconfig(kubeconfig, {});
  try {
    const body = JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' });
    const url = `${connection.server}/apis/authentication.k8s.io/v1/selfsubjectreviews`;
    const headers = { 'content-type': 'application/json' };
    const answer = await connection.fetch(new Request(url, { method: 'POST', headers, body }));
    const { status } = (await answer.json()) as { status: { userInfo: { username: string; groups: string[] } } };
    return [status.userInfo.username, status.userInfo.groups];
  } finally {
    await connection.close();
  }
}

suite('client certificates of a cluster', () => {
  test('prove who a kubeconfig is for', async () => {
    await using cluster = await startCluster({ authorization: 'RBAC' });
    const kubeconfig = await cluster.kubeconfig({ name: 'jane', groups: ['dev'] });
    assert.ok(!kubeconfig.includes('token'));
    assert.deepEqual(await whoAmI(kubeconfig), ['jane', ['dev', 'system:authenticated']]);
  });

  test('are signed when somebody has approved the request for one', async () => {
    await using cluster = await startCluster({ authorization: 'RBAC' });
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const status = await approve(cluster, requestFor(signingRequest(keys), ['client auth']));
    await eventually(async () => assert.ok((await status()).certificate));
    const { certificate = '' } = await status();
    const signed = new X509Certificate(Buffer.from(certificate, 'base64'));
    assert.equal(signed.subject, 'O=dev\nCN=jane');
    assert.ok(signed.checkPrivateKey(keys.privateKey));
    const key = String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const kubeconfig = (await cluster.kubeconfig({ name: 'x', groups: [] }))
      .replace(/client-certificate-data: .*/, `client-certificate-data: ${certificate}`)
      .replace(/client-key-data: .*/, `client-key-data: ${Buffer.from(key).toString('base64')}`);
    assert.deepEqual(await whoAmI(kubeconfig), ['jane', ['dev', 'system:authenticated']]);
  });

  test('are not signed for other uses, or for somebody who does not have the key', async () => {
    const [keys, others] = [0, 1].map(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
    assert.ok(keys !== undefined && others !== undefined);
    const stolen = { publicKey: keys.publicKey, privateKey: others.privateKey };
    const cases = [
      [signingRequest(keys), ['server auth'], /invalid usages/],
      [signingRequest(stolen), ['client auth'], /not made by who has the key/],
    ] as const;
    for (const [pem, usages, why] of cases) {
      await using cluster = await startCluster();
      const status = await approve(cluster, requestFor(pem, usages));
      await eventually(async () => {
        const { certificate, conditions = [] } = await status();
        assert.equal(certificate, undefined);
        assert.match(conditions.find(({ type }) => type === 'Failed')?.message ?? '', why);
      });
    }
  });
});
