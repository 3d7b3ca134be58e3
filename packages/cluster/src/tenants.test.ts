import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type Cluster, startCluster } from '@flux19/cluster';
import { ApiError, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { eventually } from '@flux19/ports';

const { signal } = new AbortController();
const namespace = 'team-a';

function object(apiVersion: string, kind: string, name: string, rest: object = {}): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace }, ...rest };
}

function deployment(replicas: number, more: object = {}): KubeObject {
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image: 'app:1', ...more }] },
  };
  return object('apps/v1', 'Deployment', 'web', {
    spec: { replicas, selector: { matchLabels: { app: 'web' } }, template },
  });
}

async function refusal(write: Promise<unknown>): Promise<string> {
  try {
    await write;
  } catch (thrown) {
    if (thrown instanceof ApiError) return thrown.message;
    throw thrown;
  }
  return 'nothing was refused';
}

/** A namespace for a team: a role, a quota, a level of Pod Security and a policy. Resolves with the client of a member. */
async function teamOf({ client }: Cluster): Promise<KubeClient> {
  const rbac = 'rbac.authorization.k8s.io';
  await client.create(
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
    },
    {},
    signal,
  );
  await client.create(
    object('v1', 'ResourceQuota', 'team', { spec: { hard: { pods: '2', configmaps: '5' } } }),
    {},
    signal,
  );
  await client.create(
    object(`${rbac}/v1`, 'RoleBinding', 'team', {
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'admin' },
      subjects: [{ apiGroup: rbac, kind: 'User', name: 'jane' }],
    }),
    {},
    signal,
  );
  const matchConstraints = {
    resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  };
  const validations = [{ expression: "object.metadata.name != 'secret-settings'", message: 'use a Secret' }];
  const registration = 'admissionregistration.k8s.io/v1';
  for (const [kind, spec] of [
    ['ValidatingAdmissionPolicy', { matchConstraints, validations }],
    ['ValidatingAdmissionPolicyBinding', { policyName: 'names', validationActions: ['Deny'] }],
  ] as const) {
    await client.create({ apiVersion: registration, kind, metadata: { name: 'names' }, spec }, {}, signal);
  }
  return client.as({ user: 'jane', groups: ['team-a'] });
}

async function usedPods({ client }: Cluster): Promise<string | undefined> {
  const quota = await client.get({ apiVersion: 'v1', kind: 'ResourceQuota', namespace, name: 'team' }, signal);
  return (quota['status'] as { used?: { pods?: string } } | undefined)?.used?.pods;
}

suite('a tenant', () => {
  test('works in its namespace, and gets no further than it may', async () => {
    await using cluster = await startCluster({ authorization: 'RBAC' });
    const jane = await teamOf(cluster);
    await eventually(async () => assert.equal(await usedPods(cluster), '0'));

    const elsewhere = await refusal(jane.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace: 'default' }, signal));
    assert.match(elsewhere, /User "jane" cannot list resource "pods" in API group "" in the namespace "default"/);
    const nodes = [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }];
    const role = object('rbac.authorization.k8s.io/v1', 'Role', 'more', { rules: nodes });
    assert.match(
      await refusal(jane.create(role, {}, signal)),
      /is attempting to grant RBAC permissions not currently held:\n\{APIGroups:\[""\], Resources:\["nodes"\], Verbs:\["get"\]\}/,
    );
    const pod = object('v1', 'Pod', 'root', {
      spec: { hostNetwork: true, containers: [{ name: 'app', image: 'app:1' }] },
    });
    assert.match(
      await refusal(jane.create(pod, {}, signal)),
      /violates PodSecurity "baseline:latest": host namespaces \(hostNetwork=true\)/,
    );
    assert.match(
      await refusal(jane.create(object('v1', 'ConfigMap', 'secret-settings'), {}, signal)),
      /ValidatingAdmissionPolicy 'names' with binding 'names' denied request: use a Secret/,
    );
  });

  test('gets as many Pods as its quota allows, and is told why there are no more', async () => {
    await using cluster = await startCluster({ authorization: 'RBAC' });
    const jane = await teamOf(cluster);
    await eventually(async () => assert.equal(await usedPods(cluster), '0'));
    const web = await jane.create(deployment(5), {}, signal);
    await eventually(async () => {
      assert.equal(await usedPods(cluster), '2');
      const { items } = await jane.list({ apiVersion: 'v1', kind: 'Event' }, { namespace }, signal);
      const told = items.filter((event) => event['reason'] === 'FailedCreate').map((event) => String(event['message']));
      assert.match(
        told[0] ?? '',
        /^Error creating: pods "web-\w+-\w+" is forbidden: exceeded quota: team, requested: pods=1, used: pods=2, limited: pods=2$/,
      );
    });
    const { items: pods } = await jane.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace }, signal);
    const mounts = pods.map(({ spec }) => (spec as { volumes?: { name: string }[] }).volumes?.[0]?.name ?? '');
    assert.ok(mounts.length === 2 && mounts.every((name) => name.startsWith('kube-api-access-')));
    await jane.delete({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: web.metadata.name }, {}, signal);
    await eventually(async () => assert.equal(await usedPods(cluster), '0'));
  });

  test('keeps a volume as long as a Pod uses it', async () => {
    await using cluster = await startCluster();
    const { client } = cluster;
    await teamOf(cluster);
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: 'data' };
    await client.create(object('v1', 'PersistentVolumeClaim', 'data', { spec }), {}, signal);
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    await client.create(
      object('v1', 'Pod', 'user', { spec: { volumes, containers: [{ name: 'app', image: 'app:1' }] } }),
      {},
      signal,
    );
    // A Pod without a place uses nothing yet.
    await cluster.settle();
    await client.delete(claim, {}, signal);
    await cluster.settle();
    assert.deepEqual((await client.get(claim, signal)).metadata.finalizers, ['kubernetes.io/pvc-protection']);
    await client.delete({ apiVersion: 'v1', kind: 'Pod', namespace, name: 'user' }, {}, signal);
    await eventually(async () => {
      assert.equal(await client.find(claim, signal), undefined);
      const { items } = await client.list({ apiVersion: 'v1', kind: 'PersistentVolume' }, {}, signal);
      assert.equal(items.length, 0);
    });
  });
});
