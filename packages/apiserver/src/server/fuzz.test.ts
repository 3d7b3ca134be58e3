import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { startApi } from '../testing/api-client.ts';

const segment = fc.oneof(
  fc.constantFrom(
    'api',
    'apis',
    'v1',
    'apps',
    'namespaces',
    'default',
    'configmaps',
    'deployments',
    'pods',
    'services',
  ),
  fc.constantFrom(
    'status',
    'scale',
    'token',
    'log',
    'web',
    'customresourcedefinitions',
    'apiextensions.k8s.io',
    'watch',
  ),
  fc.constantFrom('__proto__', 'constructor', '..', '%2e%2e', '%ff', ' ', 'version', 'openapi', 'v2', 'v3', 'healthz'),
);
const path = fc.oneof(
  fc.array(segment, { maxLength: 8 }).map((parts) => `/${parts.join('/')}`),
  fc
    .tuple(
      fc.constantFrom('configmaps', 'secrets', 'services', 'pods', 'events'),
      fc.constantFrom('', '/web', '/web/status', '/__proto__'),
    )
    .map(([resource, rest]) => `/api/v1/namespaces/default/${resource}${rest}`),
  fc
    .constantFrom('', '/web', '/web/scale', '/web/status')
    .map((rest) => `/apis/apps/v1/namespaces/default/deployments${rest}`),
  fc.constant('/apis/apiextensions.k8s.io/v1/customresourcedefinitions'),
  fc.constant('/apis/authorization.k8s.io/v1/subjectaccessreviews'),
);
const query = fc.dictionary(
  fc.constantFrom(
    'limit',
    'continue',
    'labelSelector',
    'fieldSelector',
    'resourceVersion',
    'resourceVersionMatch',
    'dryRun',
    'force',
    'fieldManager',
    'fieldValidation',
    'timeoutSeconds',
    'propagationPolicy',
    'includeObject',
  ),
  fc.oneof(
    fc.constantFrom(
      '1',
      '0',
      'true',
      'All',
      'Strict',
      'Exact',
      'a=b',
      'metadata.name=web',
      'x',
      '\u0000',
      '-1',
      'eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ',
    ),
    fc.string(),
  ),
  { maxKeys: 3 },
);
const names = fc.constantFrom(
  'apiVersion',
  'kind',
  'metadata',
  'name',
  'labels',
  'spec',
  'data',
  'template',
  'containers',
  'ports',
  'selector',
  'replicas',
  'status',
  'versions',
  'schema',
  '__proto__',
  'constructor',
  'annotations',
  'finalizers',
  'ownerReferences',
  'managedFields',
  'op',
  'path',
  'value',
  '$patch',
);
const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('v1', 'apps/v1', 'ConfigMap', 'Deployment', 'web', 'default'),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 5 }),
  ),
})).value;
const body = fc.oneof(
  fc.constant(''),
  json.map((value) => JSON.stringify(value)),
  fc.string(),
  fc.constant('a: [\n- b: *x'),
);
const type = fc.constantFrom(
  'application/json',
  'application/yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/vnd.kubernetes.protobuf',
  'text/plain',
  '',
);
const accept = fc.constantFrom(
  '',
  '*/*',
  'application/json',
  'application/yaml',
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
  'application/vnd.kubernetes.protobuf',
  ';;;,q=',
);

/** Refusals to which Kubernetes, too, gives a code of 500, and no reason. */
const ownFaults =
  /^(failed to create typed|resourceVersion should not be set|failed to convert|.*duplicate entries for key)/;

suite('any request', () => {
  test('is answered, and never by an internal error', async () => {
    const api = startApi();
    await api.post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'web' }, data: { a: '1' } });
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD');
    const request = fc.record({ method, path, query, body, type, accept });
    const property = fc.asyncProperty(request, async (asked) => {
      const search = new URLSearchParams(asked.query).toString();
      const hasBody = asked.method !== 'GET' && asked.method !== 'HEAD';
      const answer = await api.call(asked.method, `${asked.path}?${search}`, {
        type: asked.type,
        headers: { accept: asked.accept },
        ...(hasBody ? { body: asked.body } : {}),
      });
      const isFault = answer.code >= 500 && answer.code !== 504;
      assert.ok(!isFault || ownFaults.test(String(answer.body['message'])), `${answer.code} ${answer.text}`);
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    });
    await fc.assert(property, { numRuns: 400 });
  });
});
