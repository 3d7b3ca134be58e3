import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CloudTokens } from '@flux19/cloud-identity';
import type { KubeObject } from '@flux19/objects';
import { ManualClock } from '@flux19/ports';
import { readClusterReference } from './cluster-reference.ts';
import { findCluster } from './find-cluster.ts';

const { signal } = new AbortController();
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const authority = 'authority';

interface Scene {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly isEnabled?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
  readonly answer?: (url: URL, request: Request) => object | string;
}

/** A cluster with one ServiceAccount called `deployer`, and a cloud that answers what it is told to. */
function scene({ annotations = {}, isEnabled = true, variables = {}, answer = () => ({}) }: Scene) {
  const clock = new ManualClock();
  const calls: Request[] = [];
  const tokens = new CloudTokens({
    clock,
    variables,
    async readFile(path) {
      throw new Error(`no ${path}`);
    },
    async fetch(request) {
      calls.push(request);
      const given = answer(new URL(request.url), request);
      return typeof given === 'string' ? new Response(given) : Response.json(given);
    },
  });
  const client = {
    get: async ({ name }: { readonly name: string }): Promise<KubeObject> => {
      if (name === 'deployer') return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, annotations } };
      throw new Error(`serviceaccounts "${name}" not found`);
    },
    async request(_path: string, { body = '' }: { readonly body?: string | undefined }) {
      const { audiences } = JSON.parse(body).spec;
      const claims = Buffer.from(JSON.stringify({ aud: audiences, exp: 2_000_000_000 })).toString('base64url');
      return Response.json({ status: { token: `head.${claims}.signature` } });
    },
  };
  const logins = { tokens: () => tokens, rules: { isEnabled, defaultAccount: '' } };
  return {
    calls,
    clock,
    find: (data: Readonly<Record<string, string>>) =>
      findCluster(
        client,
        logins,
        readClusterReference({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data }),
        'apps',
        signal,
      ),
  };
}

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

suite('clusters without a kubeconfig', () => {
  test('that trust this one are shown a token for their address, or for the audiences that are named', async () => {
    const { find } = scene({});
    const reference = { provider: 'generic', address: 'https://Other.example', serviceAccountName: 'deployer' };
    const found = await find(reference);
    assert.deepEqual([found.server, found.certificateAuthority], ['https://other.example:443', undefined]);
    assert.deepEqual(claimsOf(await found.token(signal)).aud, ['https://Other.example']);
    const named = await find({ ...reference, audiences: ' one \n\ntwo', 'ca.crt': authority });
    assert.deepEqual(claimsOf(await named.token(signal)).aud, ['one', 'two']);
    assert.equal(named.certificateAuthority, authority);
  });

  test('of AWS are described by AWS and shown a signed question', async () => {
    const { find, calls, clock } = scene({
      variables: { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' },
      answer: () => ({
        cluster: { endpoint: 'https://eks.example', certificateAuthority: { data: base64(authority) } },
      }),
    });
    const found = await find({ provider: 'aws', cluster: 'arn:aws:eks:eu-west-1:123456789012:cluster/prod' });
    assert.deepEqual([found.server, found.certificateAuthority], ['https://eks.example', authority]);
    assert.equal(calls[0]?.url, 'https://eks.eu-west-1.amazonaws.com/clusters/prod');
    assert.match(
      calls[0]?.headers.get('authorization') ?? '',
      /^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/eu-west-1\/eks\//,
    );
    const token = await found.token(signal);
    assert.match(token, /^k8s-aws-v1\./);
    const url = new URL(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString());
    assert.equal(url.origin, 'https://sts.eu-west-1.amazonaws.com');
    assert.deepEqual(
      ['Action', 'X-Amz-Expires', 'X-Amz-SignedHeaders'].map((name) => url.searchParams.get(name)),
      ['GetCallerIdentity', '900', 'host;x-k8s-aws-id'],
    );
    await clock.advance(60_000);
    assert.notEqual(await found.token(signal), token);
    assert.equal(calls.length, 1);
  });

  test('of Azure are those whose kubeconfig has the address that is wanted', async () => {
    const kubeconfig = (server: string) =>
      base64(
        JSON.stringify({
          'current-context': 'c',
          contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
          clusters: [{ name: 'c', cluster: { server, 'certificate-authority-data': base64(authority) } }],
          users: [{ name: 'u', user: { exec: { apiVersion: 'v1', command: 'kubelogin' } } }],
        }),
      );
    const { find, calls } = scene({
      annotations: { 'azure.workload.identity/tenant-id': 't', 'azure.workload.identity/client-id': 'c' },
      answer: ({ pathname }) => {
        if (pathname.endsWith('/token')) return { access_token: 'azure', expires_in: 3600 };
        if (!pathname.endsWith('listClusterUserCredential')) return { properties: { aadProfile: {} } };
        return {
          kubeconfigs: ['https://one.example:443', 'https://two.example'].map((s) => ({ value: kubeconfig(s) })),
        };
      },
    });
    const cluster = `/subscriptions/${'0'.repeat(36)}/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c`;
    const reference = { provider: 'azure', cluster, serviceAccountName: 'deployer' };
    assert.equal((await find(reference)).server, 'https://one.example:443');
    const second = await find({ ...reference, address: 'https://two.example' });
    assert.deepEqual([second.server, second.certificateAuthority], ['https://two.example', authority]);
    assert.equal(await second.token(signal), 'azure');
    await assert.rejects(
      find({ ...reference, address: 'https://three.example' }),
      /matching the specified address 'https:\/\/three.example'. cluster addresses: \['https:\/\/one.example:443', 'https:\/\/two.example'\]$/,
    );
    assert.ok(calls.some(({ url }) => url.startsWith(`https://management.azure.com${cluster}?api-version=`)));
  });

  test('of Google are described by Google', async () => {
    const { find, calls } = scene({
      answer: ({ pathname }) =>
        pathname.endsWith('/token')
          ? { access_token: 'google', expires_in: 3600 }
          : { endpoint: '34.1.2.3', masterAuth: { clusterCaCertificate: base64(authority) } },
    });
    const cluster = 'projects/p/locations/l/clusters/c';
    const found = await find({ provider: 'gcp', cluster });
    assert.deepEqual([found.server, found.certificateAuthority], ['https://34.1.2.3', authority]);
    assert.equal(calls[1]?.url, `https://container.googleapis.com/v1/${cluster}`);
    assert.equal(calls[1]?.headers.get('authorization'), 'Bearer google');
    const complete = { provider: 'gcp', address: 'https://here', 'ca.crt': 'own' };
    assert.equal((await find(complete)).server, 'https://here');
    assert.equal(calls.length, 2);
  });

  test('are refused with the reason when something is missing or wrong', async () => {
    const { find } = scene({ variables: { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 's' } });
    const disabled = scene({ isEnabled: false });
    const prefix = 'failed to get access token for cluster: ';
    const cases: readonly (readonly [Promise<unknown>, string])[] = [
      [find({}), "provider '' not implemented"],
      [find({ provider: 'constructor' }), "provider 'constructor' not implemented"],
      [find({ provider: 'generic' }), 'cluster address is required to create a REST config'],
      [
        find({ provider: 'generic', address: 'http://a', serviceAccountName: 'deployer' }),
        "failed to parse cluster address http://a: the Kubernetes API server address 'http://a' must use https scheme",
      ],
      [
        find({ provider: 'generic', address: 'a', serviceAccountName: 'none' }),
        `${prefix}failed to get service account 'apps/none': serviceaccounts "none" not found`,
      ],
      [
        find({ provider: 'aws', cluster: 'c' }),
        "invalid EKS cluster ARN: 'c'. must match ^arn:aws[\\w-]*:eks:([^:]{1,100}):[0-9]{1,30}:cluster/(.{1,200})$",
      ],
      [
        disabled.find({ provider: 'generic', address: 'a', serviceAccountName: 'deployer' }),
        `${prefix}ObjectLevelWorkloadIdentity feature gate is not enabled`,
      ],
    ];
    for (const [found, message] of cases) await assert.rejects(found, { message });
    await assert.rejects(
      find({ provider: 'generic', address: 'a' }),
      /failed to read service account token file \/var/,
    );
  });
});
