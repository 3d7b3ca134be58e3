import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type Cluster, startCluster } from '@flux19/cluster';
import { type KubeClient, type KubeConnection, parseKubeconfig, SharedCaches } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { eventually, systemClock } from '@flux19/ports';
import { createLogger } from '@flux19/runtime';
import { becomes, becomesReady, configMap, find, withFleet } from '../testing/stories.ts';
import type { ConnectByKubeconfig, KubeconfigRules } from './target-of.ts';
import { Targets } from './targets.ts';

const { signal } = new AbortController();
const log = createLogger({ level: 'error', write: () => undefined });

/** Another cluster, and a way to it that needs no port. Its kubeconfig is the word `remote`. */
async function withRemote(
  story: (remote: Cluster, connect: ConnectByKubeconfig, seen: RemoteUse) => Promise<void>,
): Promise<void> {
  const remote = await startCluster({ log, authorization: 'RBAC' });
  const seen: RemoteUse = { opened: 0, closed: 0, rules: undefined };
  const connect = (text: string, rules: KubeconfigRules): KubeConnection => {
    seen.rules = rules;
    if (text !== 'remote') return parseKubeconfig(text, rules);
    seen.opened += 1;
    return {
      server: remote.client.server,
      namespace: 'default',
      context: 'remote',
      fetch(request) {
        const authorized = new Request(request);
        authorized.headers.set('authorization', `Bearer ${remote.token}`);
        return remote.fetch(authorized);
      },
      async close() {
        seen.closed += 1;
      },
    };
  };
  try {
    await story(remote, connect, seen);
  } finally {
    await remote.close();
  }
}

interface RemoteUse {
  opened: number;
  closed: number;
  rules: KubeconfigRules | undefined;
}

function secret(name: string, entries: Readonly<Record<string, string>>, namespace = 'flux-system'): KubeObject {
  const data = Object.entries(entries).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, data: Object.fromEntries(data) };
}

const remoteObject = (client: KubeClient, name: string): Promise<KubeObject | undefined> =>
  client.find({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name }, signal);

suite('clusters of spec.kubeConfig', () => {
  test('applies, heals and deletes in the other cluster only', () =>
    withRemote((remote, connect, seen) =>
      withFleet(
        async (fleet) => {
          await fleet.client.create(secret('away', { value: 'remote' }), {}, signal);
          const revision = await fleet.publish({ 'a.yaml': configMap('a') });
          await fleet.create('apps', { kubeConfig: { secretRef: { name: 'away' } }, wait: true });
          await becomesReady(fleet, 'apps', revision);
          assert.equal(
            (await remoteObject(remote.client, 'a'))?.metadata.labels?.['kustomize.toolkit.fluxcd.io/name'],
            'apps',
          );
          assert.equal(await find(fleet, 'ConfigMap', 'a'), undefined);
          assert.deepEqual(seen.rules, { allowExec: false, allowFiles: false, allowInsecureTls: false });
          await remote.client.delete(
            { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' },
            {},
            signal,
          );
          await eventually(async () => assert.ok(await remoteObject(remote.client, 'a')));
          const address = {
            apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
            kind: 'Kustomization',
            namespace: 'flux-system',
            name: 'apps',
          };
          await fleet.client.delete(address, {}, signal);
          await eventually(async () => assert.equal(await remoteObject(remote.client, 'a'), undefined));
          await eventually(() => assert.deepEqual([seen.opened, seen.closed], [1, 1]));
        },
        {},
        { connect },
      ),
    ));

  test('acts there as the service account when there is one', () =>
    withRemote((remote, connect) =>
      withFleet(
        async (fleet) => {
          await fleet.client.create(secret('away', { 'value.yaml': 'remote' }), {}, signal);
          await fleet.publish({ 'a.yaml': configMap('a') });
          await fleet.create('apps', {
            kubeConfig: { secretRef: { name: 'away' } },
            serviceAccountName: 'deployer',
            retryInterval: '1s',
          });
          await becomes(
            fleet,
            'apps',
            /^False ReconciliationFailed: ConfigMap\/default\/a dry-run failed \(Forbidden\): .*system:serviceaccount:flux-system:deployer/,
          );
          const binding = {
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind: 'ClusterRoleBinding',
            metadata: { name: 'deployer' },
            roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
            subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'flux-system' }],
          };
          await remote.client.create(binding, {}, signal);
          await becomesReady(fleet, 'apps');
        },
        {},
        { connect },
      ),
    ));

  test('tells what is wrong with the reference, as Flux does', () =>
    withFleet(async (fleet) => {
      await fleet.client.create(secret('away', { other: 'remote' }), {}, signal);
      await fleet.publish({ 'a.yaml': configMap('a') });
      const cases = {
        missing: [
          { name: 'none' },
          /unable to read KubeConfig secret 'flux-system\/none' error: secrets "none" not found$/,
        ],
        keyless: [
          { name: 'away' },
          /KubeConfig secret 'flux-system\/away' does not contain a 'value' key with a kubeconfig$/,
        ],
        wrong: [{ name: 'away', key: 'my' }, /KubeConfig secret 'flux-system\/away' does not contain a 'my' key/],
      } as const;
      for (const [name, [secretRef, pattern]] of Object.entries(cases)) {
        await fleet.create(name, { kubeConfig: { secretRef } });
        await becomes(fleet, name, pattern);
      }
      await fleet.create('cloud', { kubeConfig: { configMapRef: { name: 'any' } } });
      await becomes(
        fleet,
        'cloud',
        /^False ReconciliationFailed: failed to get configmap flux-system\/any: configmaps "any" not found$/,
      );
      assert.equal(await find(fleet, 'ConfigMap', 'a'), undefined);
    }));

  test('starts no programs and reads no files for a kubeconfig', () =>
    withFleet(async (fleet) => {
      await fleet.publish({ 'a.yaml': configMap('a') });
      const kubeconfig = (user: unknown, cluster: object = {}) =>
        JSON.stringify({
          'current-context': 'c',
          contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
          clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1', ...cluster } }],
          users: [{ name: 'u', user }],
        });
      const cases: Readonly<Record<string, readonly [string, RegExp]>> = {
        exec: [
          kubeconfig({ exec: { command: 'touch', args: ['/tmp/owned'] } }),
          /not started unless --insecure-kubeconfig-exec/,
        ],
        token: [
          kubeconfig({ tokenFile: '/var/run/secrets/token' }),
          /tokenFile of "u" names a file, which is not allowed/,
        ],
        key: [kubeconfig({ 'client-key': '/etc/ssl/key' }), /client-key of "u" names a file, which is not allowed/],
        authority: [
          kubeconfig({}, { 'certificate-authority': '/etc/ca' }),
          /certificate-authority of "c" names a file/,
        ],
        insecure: [
          kubeconfig({}, { 'insecure-skip-tls-verify': true }),
          /insecure-skip-tls-verify, which is not allowed/,
        ],
        provider: [kubeconfig({ 'auth-provider': { name: 'gcp' } }), /auth-provider/],
        impersonation: [kubeconfig({ as: 'admin' }), /impersonates/],
        broken: ['canary: [', /^False ReconciliationFailed: (?!.*canary)/],
      };
      for (const [name, [text, pattern]] of Object.entries(cases)) {
        await fleet.client.create(secret(name, { value: text }), {}, signal);
        await fleet.create(name, { kubeConfig: { secretRef: { name } } });
        await becomes(fleet, name, pattern);
      }
      assert.equal(await find(fleet, 'ConfigMap', 'a'), undefined);
    }));
});

suite('Targets', () => {
  test('shares a target among those who use the same, and closes it with the last', async () => {
    const cluster = await startCluster({ log });
    const stop = new AbortController();
    const { client } = cluster;
    const caches = new SharedCaches({ client, signal: stop.signal });
    const targets = new Targets({ client, caches, clock: systemClock, signal: stop.signal });
    const closed: string[] = [];
    const open = (name: string) => () => ({
      client,
      connection: {
        server: '',
        namespace: '',
        context: name,
        fetch: cluster.fetch,
        close: async () => void closed.push(name),
      },
    });
    const first = targets.use('one', 'a', open('a'));
    assert.equal(targets.use('two', 'a', open('never')), first);
    assert.notEqual(first, targets.own);
    targets.use('one', 'b', open('b'));
    assert.deepEqual(closed, []);
    targets.leave('two');
    assert.deepEqual(closed, ['a']);
    targets.leave('unknown');
    assert.equal(targets.size, 1);
    stop.abort();
    assert.deepEqual(closed, ['a', 'b']);
    await cluster.close();
  });
});
