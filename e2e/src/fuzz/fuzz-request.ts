import { type JsonValue, printJson } from '@flux19/objects';
import fc from 'fast-check';
import { anyJson, mutate, mutation } from './mutate.ts';
import { validObjects } from './valid-objects.ts';

/** One request, as data: what shrinks, and what a report shows. */
export interface FuzzRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Bytes in place of the body, for texts that are no UTF-8. */
  readonly bytes?: readonly number[] | undefined;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const subresources = [
  '',
  '',
  '',
  'status',
  'scale',
  'log',
  'exec',
  'eviction',
  'binding',
  'token',
  'finalize',
  'approval',
  'nope',
];
const otherPaths = [
  '/',
  '/api',
  '/apis',
  '/api/v1',
  '/apis/apps/v1',
  '/openapi/v2',
  '/openapi/v3',
  '/openapi/v3/apis/apps/v1',
  '/version',
  '/healthz',
  '/readyz?verbose',
  '/livez/ping',
  '/metrics',
  '/flux19.io/faults/none',
  '/flux19.io/clock',
  '/flux19.io/nope',
  '/api/v1/componentstatuses',
  '/api/v1/pods',
  '/api/v1/watch/pods',
  '/apis/example.com/v1/things',
  '/api/v1/namespaces/default/services/x/proxy/a/b',
  '/api/v1/nodes/flux19/proxy/stats',
  '/%ff/%00',
  '/apis/__proto__/constructor/toString',
];

const resourcePath = fc
  .tuple(
    fc.constantFrom(...validObjects.map(([path]) => path)),
    fc.constantFrom('', '/x', '/x', '/x', '/default', '/things.example.com', '/__proto__', '/%2e%2e', '/a%2Fb'),
    fc.constantFrom(...subresources),
  )
  .map(([path, name, part]) => `${path}${name}${name === '' || part === '' ? '' : `/${part}`}`);

const anyPath = fc.oneof(
  { weight: 8, arbitrary: resourcePath },
  { weight: 2, arbitrary: fc.constantFrom(...otherPaths) },
  { weight: 1, arbitrary: fc.webPath() },
);

const queryValue = fc.oneof(
  fc.constantFrom('', 'true', 'false', '0', '1', '-1', 'All', 'Strict', 'Warn', 'Ignore', 'Exact', 'NotOlderThan'),
  fc.constantFrom(
    'Foreground',
    'Orphan',
    'Background',
    'metadata.name=x',
    'a=b,c!=d',
    'a in (b,c)',
    '!a',
    '=',
    '((',
    '999999999999',
  ),
  fc.constantFrom('eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiJ4In0', 'fuzz', 'spec.nodeName=flux19', '1e9'),
  fc.string({ maxLength: 12 }),
);

const query = fc
  .dictionary(
    fc.constantFrom(
      'limit',
      'continue',
      'labelSelector',
      'fieldSelector',
      'resourceVersion',
      'resourceVersionMatch',
      'sendInitialEvents',
      'allowWatchBookmarks',
      'timeoutSeconds',
      'dryRun',
      'force',
      'fieldManager',
      'fieldValidation',
      'propagationPolicy',
      'gracePeriodSeconds',
      'orphanDependents',
      'includeObject',
      'pretty',
      'watch',
      'command',
      'container',
      'tailLines',
    ),
    queryValue,
    { maxKeys: 3 },
  )
  .map((options) => new URLSearchParams(options).toString());

const contentTypes = [
  'application/json',
  'application/json',
  'application/yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/vnd.kubernetes.protobuf',
  'application/x-www-form-urlencoded',
  'text/plain; charset=latin1',
];

const accepts = [
  'application/json',
  '*/*',
  'application/yaml',
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json',
  'application/vnd.kubernetes.protobuf,application/json',
  'application/json;as=Table;v=v9;g=nope',
  ';;,q=x',
];

const headers = fc
  .record(
    {
      'content-type': fc.constantFrom(...contentTypes),
      accept: fc.constantFrom(...accepts),
      'impersonate-user': fc.constantFrom('jane', '', 'system:serviceaccount:default:x', 'system:serviceaccount:::'),
      'impersonate-group': fc.constantFrom('dev', 'system:masters'),
      'impersonate-extra-a%2fb': fc.constantFrom('1', ''),
      'if-none-match': fc.constantFrom('"x"', '*'),
      'accept-encoding': fc.constantFrom('gzip', 'identity', 'gzip;q=0'),
    },
    { requiredKeys: ['content-type', 'accept'] },
  )
  .map((given) => ('impersonate-user' in given ? given : withoutImpersonation(given)));

function withoutImpersonation(given: object): Record<string, string> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !name.startsWith('impersonate')));
}

const operation = fc.record({
  op: fc.constantFrom('add', 'remove', 'replace', 'copy', 'move', 'test', 'nope'),
  path: fc.constantFrom(
    '/metadata/labels/a',
    '/spec/replicas',
    '/spec/template',
    '',
    '/',
    '/data/a~1b',
    '/metadata/name',
    '/-',
  ),
  from: fc.constantFrom('/spec', '/metadata', '/nope'),
  value: anyJson,
});

const mutated = fc
  .tuple(fc.constantFrom(...validObjects), fc.array(mutation, { maxLength: 3 }))
  .map(([[path, object], mutations]) => ({ path, body: printJson(mutations.reduce<JsonValue>(mutate, object)) }));

const anyBody = fc.oneof(
  { weight: 4, arbitrary: mutated.map(({ body }) => body) },
  { weight: 2, arbitrary: anyJson.map((value) => printJson(value)) },
  { weight: 1, arbitrary: fc.array(operation, { maxLength: 4 }).map((operations) => printJson(operations)) },
  { weight: 1, arbitrary: fc.string() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '{',
      'a: &a [*a]',
      '[['.repeat(2000),
      `{"a":${'{"a":'.repeat(1200)}1${'}'.repeat(1201)}`,
      '{"kind":"Pod","kind":"Pod","apiVersion":"v1"}',
      `{"metadata":{"name":"x"},"data":{"a":${'9'.repeat(400)}}}`,
      'k8s\u0000\n\u0004',
    ),
  },
);

const anywhere: fc.Arbitrary<FuzzRequest> = fc
  .record({ method: fc.constantFrom(...methods), path: anyPath, query, headers, body: anyBody })
  .map(({ query: search, path, ...rest }) => ({
    ...rest,
    path: search === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${search}`,
  }));

/** Writes of nearly valid objects where they belong: what gets furthest. */
const nearlyValid: fc.Arbitrary<FuzzRequest> = fc
  .record({
    object: mutated,
    how: fc.constantFrom('POST', 'PUT', 'apply', 'merge', 'strategic', 'status'),
    query,
    headers,
  })
  .map(({ object: { path, body }, how, query: search, headers: given }) => {
    const options = search === '' ? '' : `&${search}`;
    const types: Readonly<Record<string, string>> = {
      apply: 'application/apply-patch+yaml',
      merge: 'application/merge-patch+json',
      strategic: 'application/strategic-merge-patch+json',
    };
    const method = how === 'status' ? 'PUT' : how in types ? 'PATCH' : how;
    const target = how === 'POST' ? path : `${path}/x${how === 'status' ? '/status' : ''}`;
    const contentType = types[how] ?? 'application/json';
    return {
      method,
      path: `${target}?fieldManager=fuzz${options}`,
      headers: { ...given, 'content-type': contentType },
      body,
    };
  });

const noUtf8: fc.Arbitrary<FuzzRequest> = fc
  .record({
    method: fc.constantFrom('POST', 'PUT', 'PATCH'),
    path: resourcePath,
    headers,
    bytes: fc.uint8Array({ maxLength: 60 }),
  })
  .map(({ bytes, ...rest }) => ({ ...rest, body: undefined, bytes: [...bytes] }));

/** Any request that one may send to a cluster. */
export const fuzzRequest: fc.Arbitrary<FuzzRequest> = fc.oneof(
  { weight: 5, arbitrary: anywhere },
  { weight: 6, arbitrary: nearlyValid },
  { weight: 1, arbitrary: noUtf8 },
);
