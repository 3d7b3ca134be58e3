// Roles are enforced when they are switched on; a kubeconfig for any user proves who it is by a client certificate.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startCluster } from '@flux19/cluster';
import { createKubeClient, hasReason, parseKubeconfig } from '@flux19/kube';

const { signal } = new AbortController();

suite('the example with access', () => {
  test('lets a developer look and not touch', async () => {
    await using cluster = await startCluster({
      authorization: 'RBAC',
      objects: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: developers, namespace: default}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: developers}]
`,
    });
    const connection = parseKubeconfig(await cluster.kubeconfig({ name: 'jane', groups: ['developers'] }), {});
    const jane = createKubeClient({ fetch: connection.fetch, server: connection.server });
    const configMaps = { apiVersion: 'v1', kind: 'ConfigMap' };
    await jane.list(configMaps, { namespace: 'default' }, signal);
    await assert.rejects(
      jane.create({ ...configMaps, metadata: { name: 'a', namespace: 'default' } }, {}, signal),
      (thrown) => hasReason(thrown, 'Forbidden'),
    );
    await connection.close();
  });
});
