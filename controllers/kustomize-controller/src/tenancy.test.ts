import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KustomizationSpec } from '@flux19/api';
import { ApiError } from '@flux19/kube';
import { eventually, type Handler } from '@flux19/ports';
import fc from 'fast-check';
import { conditionText, type Fleet } from './testing/fleet.ts';
import { configMap, withFleet } from './testing/stories.ts';

/** What the controller asked of the API server. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly user: string | null;
  readonly groups: string | null;
}

function recording(asked: Asked[]): (server: Handler) => Handler {
  return (server) => (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const { headers, method } = request;
    const [user, groups] = [headers.get('impersonate-user'), headers.get('impersonate-group')];
    asked.push({ method, path: pathname, query: searchParams, user, groups });
    return server(request);
  };
}

const tenantAccount = 'system:serviceaccount:tenant-a:deployer';

/** What the controller does with its own rights: nothing of it depends on what a tenant wrote, but for names in the tenant's namespace. */
const ownRequests: readonly RegExp[] = [
  // Discovery.
  /^GET \/(version|api|apis)(\/[^/]+){0,2}$/,
  /^GET \/openapi\//,
  // Kinds that it watches, whatever they say.
  /^GET \/apis\/kustomize\.toolkit\.fluxcd\.io\/v1\/kustomizations$/,
  /^GET \/apis\/source\.toolkit\.fluxcd\.io\/v1\/gitrepositories$/,
  /^GET \/apis\/apiextensions\.k8s\.io\/v1\/customresourcedefinitions$/,
  /^GET \/api\/v1\/(configmaps|secrets)$/,
  // The Kustomizations themselves, and events about them.
  /^PATCH \/apis\/kustomize\.toolkit\.fluxcd\.io\/v1\/namespaces\/tenant-a\/kustomizations\/k\d+(\/status)?$/,
  /^(POST|PATCH) \/api\/v1\/namespaces\/tenant-a\/events(\/k\d+\.[0-9a-f]+)?$/,
  // Values, keys and kubeconfigs of the tenant's namespace, and whether its account exists.
  /^GET \/api\/v1\/namespaces\/tenant-a\/(configmaps|secrets|serviceaccounts)\/[a-z-]+$/,
];

/** Watching ConfigMaps and Secrets with its own rights is restricted to those that ask for it. */
function isOwn({ method, path, query }: Asked): boolean {
  if (/^\/api\/v1\/(configmaps|secrets)$/.test(path)) {
    return query.get('labelSelector') === 'reconcile.fluxcd.io/watch=Enabled';
  }
  return ownRequests.some((pattern) => pattern.test(`${method} ${path}`));
}

const files = {
  'own/a.yaml': configMap('own', {}, ''),
  'other/a.yaml': configMap('stolen', {}, 'tenant-b'),
  'cluster/a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: tenant-c}\n',
  'rights/a.yaml':
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: gain}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: ServiceAccount, name: deployer, namespace: tenant-a}]\n',
};

const folder = fc.constantFrom('own', 'other', 'cluster', 'rights');
const place = fc.constantFrom('tenant-a', 'tenant-b', 'kube-system');
/** A value in one of four cases: most of a spec has to be right for the rest to matter. */
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** Specs that reach out in every way that the kind has. */
const specs: fc.Arbitrary<Partial<KustomizationSpec>> = fc
  .record({
    path: folder,
    targetNamespace: maybe(place),
    serviceAccountName: maybe(fc.constantFrom('deployer', '', 'missing', 'default')),
    wait: fc.boolean(),
    force: fc.boolean(),
    timeout: fc.constant('30s'),
    healthChecks: maybe(
      fc.array(
        fc.record({
          apiVersion: fc.constant('v1'),
          kind: fc.constantFrom('Secret', 'ConfigMap'),
          name: fc.constant('victim'),
          namespace: place,
        }),
        { maxLength: 2 },
      ),
    ),
    sourceRef: fc.record({
      kind: fc.constant('GitRepository' as const),
      name: fc.constant('repo'),
      namespace: maybe(fc.constantFrom('tenant-a', 'tenant-b')),
    }),
    dependsOn: maybe(fc.array(fc.record({ name: fc.constant('victim'), namespace: maybe(place) }), { maxLength: 1 })),
    postBuild: maybe(
      fc.record({
        substituteFrom: fc.constant([{ kind: 'Secret' as const, name: 'victim', optional: true }]),
      }),
    ),
    decryption: maybe(fc.constant({ provider: 'sops' as const, secretRef: { name: 'victim' } })),
    kubeConfig: maybe(fc.constantFrom({ secretRef: { name: 'victim' } }, { configMapRef: { name: 'victim' } })),
    deletionPolicy: maybe(fc.constantFrom('Delete' as const, 'WaitForTermination' as const)),
  })
  .map((spec) => Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined)));

/** Gives every Kustomization its time: each must have come to a verdict. */
async function settle(fleet: Fleet, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await eventually(async () =>
      assert.match(conditionText(await fleet.get(name, 'tenant-a')), /^(True|False|Unknown Progressing)/),
    );
  }
}

const { signal } = new AbortController();
const lockdown = { noCrossNamespaceRefs: true, defaultServiceAccount: 'deployer', noRemoteBases: true };

suite('multi-tenancy with lockdown', () => {
  test('every request for a tenant acts as its account or touches only what is its own', async () => {
    const asked: Asked[] = [];
    const sample = fc.sample(specs, { seed: 19, numRuns: 40 });
    await withFleet(
      async (fleet) => {
        await fleet.createTenant('tenant-a', 'deployer');
        await fleet.createTenant('tenant-b', 'deployer');
        const victim = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'victim', namespace: 'tenant-b' } };
        await fleet.client.create(victim, {}, signal);
        for (const namespace of ['tenant-a', 'tenant-b']) await fleet.publish(files, namespace);
        asked.length = 0;
        const names = sample.map((_, i) => `k${i}`);
        for (const [i, spec] of sample.entries()) await fleet.create(`k${i}`, spec, 'tenant-a');
        await settle(fleet, names);
        for (const name of names) await forgetInventoryOf(fleet, name);
        await eventually(async () => assert.equal(await countOf(fleet), 0), 40_000);

        checkAsked(asked);
        for (const [kind, namespace, name] of forbidden) {
          assert.equal(await fleet.client.find({ apiVersion: 'v1', kind, namespace, name }, signal), undefined);
        }
      },
      lockdown,
      { intercept: recording(asked) },
    );
  });

  test('tells nothing about objects of other tenants', () =>
    withFleet(async (fleet) => {
      await fleet.createTenant('tenant-a', 'deployer');
      await fleet.createTenant('tenant-b', 'deployer');
      await fleet.publish(files, 'tenant-a');
      const victim = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'victim', namespace: 'tenant-b' } };
      await fleet.client.create(victim, {}, signal);
      for (const name of ['victim', 'absent']) {
        const healthChecks = [{ apiVersion: 'v1', kind: 'Secret', name, namespace: 'tenant-b' }];
        await fleet.create(
          name,
          { path: 'own', targetNamespace: 'tenant-a', healthChecks, timeout: '30s' },
          'tenant-a',
        );
      }
      const healthOf = async (name: string) => {
        const { status } = await fleet.get(name, 'tenant-a');
        return status?.conditions?.find(({ type }) => type === 'Healthy')?.status;
      };
      await eventually(async () => assert.ok(await healthOf('victim')));
      await eventually(async () => assert.ok(await healthOf('absent')));
      assert.notEqual(await healthOf('victim'), 'True');
      assert.equal(await healthOf('victim'), await healthOf('absent'));
    }, lockdown));
});

/** What no tenant may bring about. */
const forbidden = [
  ['ConfigMap', 'tenant-b', 'stolen'],
  ['Namespace', '', 'tenant-c'],
] as const;

function checkAsked(asked: readonly Asked[]): void {
  const foreign = asked.filter((request) => request.user === null && !isOwn(request));
  assert.deepEqual(
    foreign.map(({ method, path, query }) => `${method} ${path}?${query}`),
    [],
  );
  const acted = asked.filter(({ user }) => user !== null);
  const accounts = new Set(acted.map(({ user }) => user));
  assert.ok(accounts.has(tenantAccount));
  const own = /^system:serviceaccount:tenant-a:(deployer|missing|default)$/;
  for (const account of accounts) assert.match(account ?? '', own);
  for (const { groups } of acted) assert.match(groups ?? '', /system:serviceaccounts/);
  assert.ok(acted.some(({ method }) => method === 'PATCH'));
  assert.ok(acted.some(({ method }) => method === 'DELETE'));
}

/** Deletes a Kustomization, as its tenant would. */
async function forgetInventoryOf(fleet: Fleet, name: string): Promise<void> {
  const address = { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', namespace: 'tenant-a', name };
  try {
    await fleet.client.delete(address, {}, signal);
  } catch (thrown) {
    if (!(thrown instanceof ApiError && thrown.code === 404)) throw thrown;
  }
}

async function countOf({ client }: Fleet): Promise<number> {
  const { items } = await client.list(
    { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' },
    { namespace: 'tenant-a' },
    signal,
  );
  return items.length;
}
