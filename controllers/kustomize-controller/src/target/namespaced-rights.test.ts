import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { eventually, type Handler } from '@flux19/ports';
import type { Fleet } from '../testing/fleet.ts';
import { becomesReady, configMap, find, withFleet } from '../testing/stories.ts';

const { signal } = new AbortController();
const team = 'team';

/** Requests for ConfigMaps in the name of a service account, as `METHOD path`, with `watch` behind those that stay open. */
function recording(seen: string[]): (server: Handler) => Handler {
  return (server) => async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const response = await server(request);
    if (request.headers.has('impersonate-user') && pathname.includes('/configmaps')) {
      const what = searchParams.has('watch') ? ' watch' : '';
      seen.push(`${request.method} ${pathname}${what} ${response.status}`);
    }
    return response;
  };
}

async function pass(fleet: Fleet, token: string): Promise<void> {
  const annotations = { 'reconcile.fluxcd.io/requestedAt': token };
  const address = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    namespace: team,
    name: 'apps',
  };
  await fleet.client.patch(address, { metadata: { annotations } }, { type: 'merge' }, signal);
  await eventually(async () => assert.equal((await fleet.get('apps', team)).status?.lastHandledReconcileAt, token));
}

suite('an account with rights in one namespace', () => {
  test('watches there once it was refused the whole cluster, and is not refused again', () => {
    const seen: string[] = [];
    return withFleet(
      async (fleet) => {
        await fleet.createTenant(team, 'deployer');
        const revision = await fleet.publish({ 'a.yaml': configMap('a', {}, team) }, team);
        await fleet.create('apps', { serviceAccountName: 'deployer' }, team);
        await becomesReady(fleet, 'apps', revision, team);
        const wide = () => seen.filter((line) => line.includes(' /api/v1/configmaps'));
        assert.deepEqual(wide(), ['GET /api/v1/configmaps 403']);
        await eventually(() => assert.ok(seen.includes(`GET /api/v1/namespaces/${team}/configmaps watch 200`)));
        const before = seen.length;
        await pass(fleet, 'one');
        await pass(fleet, 'two');
        assert.deepEqual(seen.slice(before), []);
        await fleet.client.delete({ apiVersion: 'v1', kind: 'ConfigMap', namespace: team, name: 'a' }, {}, signal);
        await eventually(async () => assert.ok(await find(fleet, 'ConfigMap', 'a', team)));
        assert.equal(wide().length, 1);
      },
      {},
      { intercept: recording(seen) },
    );
  });

  test('applies without looking where it may not watch at all', () => {
    const seen: string[] = [];
    return withFleet(
      async (fleet) => {
        await fleet.createTenant(team);
        const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'create', 'patch', 'delete'] }];
        const [kind, name] = ['ServiceAccount', 'blind'];
        const metadata = { name, namespace: team };
        const group = 'rbac.authorization.k8s.io';
        for (const object of [
          { apiVersion: 'v1', kind, metadata },
          { apiVersion: `${group}/v1`, kind: 'Role', metadata, rules },
          {
            apiVersion: `${group}/v1`,
            kind: 'RoleBinding',
            metadata,
            roleRef: { apiGroup: group, kind: 'Role', name },
            subjects: [{ kind, name, namespace: team }],
          },
        ]) {
          await fleet.client.create(object, {}, signal);
        }
        const revision = await fleet.publish({ 'a.yaml': configMap('a', {}, team) }, team);
        await fleet.create('apps', { serviceAccountName: name, wait: true }, team);
        await becomesReady(fleet, 'apps', revision, team);
        await pass(fleet, 'one');
        await pass(fleet, 'two');
        const refused = seen.filter((line) => line.endsWith(' 403'));
        const lists = ['GET /api/v1/configmaps 403', `GET /api/v1/namespaces/${team}/configmaps 403`];
        assert.deepEqual([...new Set(refused)], lists);
        assert.ok(refused.length <= 3, refused.join('\n'));
      },
      {},
      { intercept: recording(seen) },
    );
  });
});
