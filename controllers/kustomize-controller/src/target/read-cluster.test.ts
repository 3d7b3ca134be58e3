import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CloudTokens } from '@flux19/cloud-identity';
import { startCluster } from '@flux19/cluster';
import type { TokenConnectionOptions } from '@flux19/kube';
import { systemClock } from '@flux19/ports';
import { createLogger } from '@flux19/runtime';
import type { Fleet } from '../testing/fleet.ts';
import { becomes, becomesReady, configMap, find, withFleet } from '../testing/stories.ts';

const { signal } = new AbortController();
const log = createLogger({ level: 'error', write: () => undefined });
const tokens = new CloudTokens({
  clock: systemClock,
  variables: {},
  readFile: async (path) => {
    throw new Error(`no ${path}`);
  },
  fetch: async () => new Response('', { status: 503 }),
});

const address = 'https://remote.example';
const reference = { provider: 'generic', address, serviceAccountName: 'deployer', audiences: 'remote' };

async function describe(fleet: Fleet, name: string, data: Readonly<Record<string, string>>): Promise<void> {
  const metadata = { name, namespace: 'flux-system' };
  await fleet.client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }, {}, signal);
}

suite('clusters of spec.kubeConfig.configMapRef', () => {
  test('are applied to with a token of the ServiceAccount that is named', async () => {
    const remote = await startCluster({ log });
    const opened: TokenConnectionOptions[] = [];
    const shown = new Set<string>();
    const connectByToken = (options: TokenConnectionOptions) => {
      opened.push(options);
      return {
        server: remote.client.server,
        namespace: 'default',
        context: '',
        async fetch(request: Request) {
          shown.add(await options.token(request.signal));
          const authorized = new Request(request);
          authorized.headers.set('authorization', `Bearer ${remote.token}`);
          return remote.fetch(authorized);
        },
        close: async () => undefined,
      };
    };
    try {
      await withFleet(
        async (fleet) => {
          await fleet.client.create(
            { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'deployer', namespace: 'flux-system' } },
            {},
            signal,
          );
          await describe(fleet, 'away', reference);
          const revision = await fleet.publish({ 'a.yaml': configMap('a') });
          await fleet.create('apps', { kubeConfig: { configMapRef: { name: 'away' } } });
          await becomesReady(fleet, 'apps', revision);
          const applied = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' };
          assert.ok(await remote.client.find(applied, signal));
          assert.equal(await find(fleet, 'ConfigMap', 'a'), undefined);
          assert.deepEqual(
            opened.map(({ server }) => server),
            [`${address}:443`],
          );
          const [claims] = [...shown].map((token) =>
            JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()),
          );
          assert.deepEqual([claims.sub, claims.aud], ['system:serviceaccount:flux-system:deployer', ['remote']]);
        },
        { objectWorkloadIdentity: true },
        { connectByToken, cloudTokens: () => tokens },
      );
    } finally {
      await remote.close();
    }
  });

  test('say why they cannot be reached', () =>
    withFleet(
      async (fleet) => {
        await fleet.publish({ 'a.yaml': configMap('a') });
        await describe(fleet, 'nobody', reference);
        await describe(fleet, 'empty', {});
        await fleet.create('nobody', { kubeConfig: { configMapRef: { name: 'nobody' } } });
        await becomes(
          fleet,
          'nobody',
          /^False ReconciliationFailed: failed to get access token for cluster: failed to get service account 'flux-system\/deployer': serviceaccounts "deployer" not found$/,
        );
        await fleet.create('empty', { kubeConfig: { configMapRef: { name: 'empty' } } });
        await becomes(fleet, 'empty', /^False ReconciliationFailed: provider '' not implemented$/);
        assert.equal(await find(fleet, 'ConfigMap', 'a'), undefined);
      },
      { objectWorkloadIdentity: true },
      { cloudTokens: () => tokens },
    ));
});
