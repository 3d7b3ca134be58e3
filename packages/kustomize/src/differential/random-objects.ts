import fc from 'fast-check';

/** A manifest as a plain value. */
export type Manifest = Record<string, unknown>;

const names = ['web', 'db', 'cache', 'api-1'];
export const nameOf: fc.Arbitrary<string> = fc.constantFrom(...names);
const namespaceOf = fc.constantFrom(undefined, undefined, 'default', 'team-a', 'team-b');
const oddText = fc.constantFrom(
  '$(V1)',
  'x-$(V2)-$$(V1)',
  'plain',
  '1',
  'true',
  'yes',
  'null',
  '~',
  '1.0',
  '0x1F',
  '1e3',
  '2001-01-01',
  ' lead',
  'trail ',
  'a: b',
  '# x',
  '',
  '- x',
  'multi\nline',
  'multi\nline\n',
  'tab\tx',
  '"q"',
  "it's",
  '{a}',
  '[b]',
  '*x',
  '&y',
  '!z',
  '%p',
  '@a',
  '`t`',
  '1:30',
  '012',
  'é',
  'a #b',
  'y',
  'n',
  '.5',
  '+1',
  'very long text that goes on and on so that the printer has to fold it somewhere after the eightieth column, as it must',
);
const anyScalar = fc.oneof(
  oddText,
  fc.integer({ min: -5, max: 70000 }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(1.5, 1e21, 0.1),
);

function pruned(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export const labels: fc.Arbitrary<Record<string, string>> = fc.dictionary(
  fc.constantFrom('app', 'tier', 'example.com/part'),
  fc.constantFrom('web', 'db', '1', 'true', 'on'),
  { maxKeys: 2 },
);

const metadata = fc
  .record({
    name: nameOf,
    namespace: namespaceOf,
    labels: fc.option(labels, { nil: undefined }),
    annotations: fc.option(fc.dictionary(fc.constantFrom('note', 'a.b/c'), oddText, { maxKeys: 2 }), {
      nil: undefined,
    }),
  })
  .map(pruned);

const env = fc.array(
  fc.oneof(
    fc.record({ name: fc.constantFrom('A', 'B', 'C'), value: oddText }),
    fc.record({
      name: fc.constantFrom('A', 'B', 'C'),
      valueFrom: fc.oneof(
        fc.record({ configMapKeyRef: fc.record({ name: nameOf, key: fc.constant('k') }) }),
        fc.record({ secretKeyRef: fc.record({ name: nameOf, key: fc.constant('k') }) }),
      ),
    }),
  ),
  { maxLength: 3 },
);

const container = fc
  .record({
    name: fc.constantFrom('main', 'side'),
    image: fc.constantFrom(
      'nginx',
      'nginx:1.2',
      'example.com:5000/team/app:v1',
      'redis@sha256:abc',
      'busybox:1@sha256:def',
    ),
    env: fc.option(env, { nil: undefined }),
    args: fc.option(fc.array(oddText, { maxLength: 2 }), { nil: undefined }),
    ports: fc.option(
      fc.array(
        fc
          .record({ containerPort: fc.constantFrom(80, 443), protocol: fc.constantFrom('TCP', 'UDP', undefined) })
          .map(pruned),
        { maxLength: 2 },
      ),
      { nil: undefined },
    ),
    envFrom: fc.option(fc.array(fc.record({ configMapRef: fc.record({ name: nameOf }) }), { maxLength: 1 }), {
      nil: undefined,
    }),
    volumeMounts: fc.option(
      fc.array(fc.record({ name: fc.constantFrom('v1', 'v2'), mountPath: fc.constantFrom('/a', '/b') }), {
        maxLength: 2,
      }),
      { nil: undefined },
    ),
  })
  .map(pruned);

const podSpec = fc
  .record({
    containers: fc.uniqueArray(container, { minLength: 1, maxLength: 2, selector: ({ name }) => name }),
    initContainers: fc.option(fc.uniqueArray(container, { maxLength: 1, selector: ({ name }) => name }), {
      nil: undefined,
    }),
    serviceAccountName: fc.option(nameOf, { nil: undefined }),
    imagePullSecrets: fc.option(fc.array(fc.record({ name: nameOf }), { maxLength: 2 }), { nil: undefined }),
    volumes: fc.option(
      fc.array(
        fc.oneof(
          fc.record({ name: fc.constantFrom('v1', 'v2'), configMap: fc.record({ name: nameOf }) }),
          fc.record({ name: fc.constantFrom('v1', 'v2'), secret: fc.record({ secretName: nameOf }) }),
          fc.record({ name: fc.constantFrom('v1', 'v2'), emptyDir: fc.constantFrom({}, null) }),
        ),
        { maxLength: 2 },
      ),
      { nil: undefined },
    ),
  })
  .map(pruned);

const template = fc.record({ metadata: fc.record({ labels }), spec: podSpec });

function workload(apiVersion: string, kind: string): fc.Arbitrary<Manifest> {
  const spec = fc
    .record({
      replicas: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      selector: fc.option(fc.record({ matchLabels: labels }), { nil: undefined }),
      template,
    })
    .map(pruned);
  return fc.record({ apiVersion: fc.constant(apiVersion), kind: fc.constant(kind), metadata, spec });
}

function object(apiVersion: string, kind: string, rest: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Manifest> {
  return fc.record({ apiVersion: fc.constant(apiVersion), kind: fc.constant(kind), metadata, ...rest }).map(pruned);
}

const subjects = fc.array(
  fc.record({
    kind: fc.constant('ServiceAccount'),
    name: fc.oneof(nameOf, fc.constant('default')),
    namespace: fc.constantFrom('team-a', 'team-b'),
  }),
  { maxLength: 2 },
);
const roleRef = fc.record({
  apiGroup: fc.constant('rbac.authorization.k8s.io'),
  kind: fc.constantFrom('Role', 'ClusterRole'),
  name: nameOf,
});
const rbac = 'rbac.authorization.k8s.io/v1';
const rules = fc.array(fc.record({ resourceNames: fc.array(nameOf, { maxLength: 2 }), verbs: fc.constant(['get']) }), {
  maxLength: 1,
});

/** A manifest of some kind, with references to others by name. */
export const manifest: fc.Arbitrary<Manifest> = fc.oneof(
  workload('apps/v1', 'Deployment'),
  workload('apps/v1', 'StatefulSet'),
  workload('apps/v1', 'DaemonSet'),
  workload('batch/v1', 'Job'),
  object('batch/v1', 'CronJob', { spec: fc.record({ jobTemplate: fc.record({ spec: fc.record({ template }) }) }) }),
  object('v1', 'Pod', { spec: podSpec }),
  object('v1', 'ConfigMap', { data: fc.dictionary(fc.constantFrom('k', 'x.yaml', 'port'), anyScalar, { maxKeys: 3 }) }),
  object('v1', 'Secret', { stringData: fc.dictionary(fc.constantFrom('k', 'p'), oddText, { maxKeys: 2 }) }),
  object('v1', 'Service', {
    spec: fc.record({
      selector: labels,
      ports: fc.array(fc.record({ port: fc.constantFrom(80, 443), targetPort: fc.constantFrom(8080, 'http') }), {
        maxLength: 2,
      }),
    }),
  }),
  object('v1', 'ServiceAccount', { imagePullSecrets: fc.array(fc.record({ name: nameOf }), { maxLength: 1 }) }),
  object('v1', 'Namespace', {}),
  object('v1', 'PersistentVolumeClaim', { spec: fc.record({ storageClassName: nameOf }) }),
  object('storage.k8s.io/v1', 'StorageClass', { parameters: fc.record({ secretName: nameOf }) }),
  object(rbac, 'Role', { rules }),
  object(rbac, 'ClusterRole', { rules }),
  object(rbac, 'RoleBinding', { roleRef, subjects }),
  object(rbac, 'ClusterRoleBinding', { roleRef, subjects }),
  object('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: fc.record({
      scaleTargetRef: fc.record({
        apiVersion: fc.constant('apps/v1'),
        kind: fc.constantFrom('Deployment', 'StatefulSet'),
        name: nameOf,
      }),
    }),
  }),
  object('networking.k8s.io/v1', 'Ingress', {
    spec: fc.record({
      tls: fc.array(fc.record({ secretName: nameOf }), { maxLength: 1 }),
      rules: fc.array(
        fc.record({
          host: fc.constantFrom('a.example.com', 'b.example.com'),
          http: fc.record({
            paths: fc.array(
              fc.record({ path: fc.constant('/'), backend: fc.record({ service: fc.record({ name: nameOf }) }) }),
              { maxLength: 1 },
            ),
          }),
        }),
        { maxLength: 1 },
      ),
    }),
  }),
  object('policy/v1', 'PodDisruptionBudget', { spec: fc.record({ selector: fc.record({ matchLabels: labels }) }) }),
  object('example.com/v1', 'Widget', {
    spec: fc.record({
      items: fc.array(fc.record({ name: nameOf, size: anyScalar }), { maxLength: 2 }),
      free: anyScalar,
    }),
  }),
);

/** Part of an object in the form of a patch: some fields kept, some set to null or to something else, some lists with directives. */
export function patchOf(value: unknown, depth: number = 0): fc.Arbitrary<unknown> {
  if (Array.isArray(value)) {
    const items = value.map((item) => patchOf(item, depth + 1));
    const directive = fc.constantFrom<unknown[]>([], [], [], [{ $patch: 'replace' }], [{ $patch: 'delete' }]);
    return fc
      .tuple(fc.shuffledSubarray(items), directive)
      .chain(([chosen, extra]) => fc.tuple(...chosen).map((list) => [...list, ...extra]));
  }
  if (typeof value !== 'object' || value === null) {
    return fc.oneof({ weight: 3, arbitrary: anyScalar }, { weight: 2, arbitrary: fc.constant(value) });
  }
  const keys = Object.keys(value);
  const isKey = (key: string) => ['name', 'containerPort', 'mountPath', 'kind', 'apiVersion'].includes(key);
  return fc.shuffledSubarray(keys).chain((chosen) => {
    const fields = keys.filter((key) => isKey(key) || chosen.includes(key));
    const arbitraries = fields.map((key) => {
      const field = (value as Record<string, unknown>)[key];
      if (isKey(key)) return fc.constant([key, field] as const);
      const changed = patchOf(field, depth + 1).map((inner) => [key, inner] as const);
      return fc.oneof({ weight: 9, arbitrary: changed }, { weight: 1, arbitrary: fc.constant([key, null] as const) });
    });
    const directive =
      depth > 1 ? fc.constantFrom(...Array(12).fill(undefined), 'delete', 'replace', 'merge') : fc.constant(undefined);
    return fc.tuple(fc.tuple(...arbitraries), directive).map(([entries, patch]) => ({
      ...Object.fromEntries(entries),
      ...(patch === undefined ? {} : { $patch: patch }),
    }));
  });
}
