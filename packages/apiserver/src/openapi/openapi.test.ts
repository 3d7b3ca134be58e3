import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isJsonObject, type JsonObject } from '@flux19/objects';
import { administrator } from '../access/user-info.ts';
import { field, textOf } from '../protobuf/well-known-messages.ts';
import { wireFields } from '../protobuf/wire-fields.ts';
import { startApi } from '../testing/api-client.ts';

/** Every reference of a document. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
}

suite('openapi', () => {
  test('gives a document for every group and version, in which every reference leads somewhere', async () => {
    const api = startApi();
    const paths = (await api.get('/openapi/v3')).body['paths'] as Record<string, { serverRelativeURL: string }>;
    assert.ok('apis/apps/v1' in paths && 'api/v1' in paths);
    for (const { serverRelativeURL } of Object.values(paths)) {
      const { code, body } = await api.get(serverRelativeURL);
      assert.equal(code, 200, serverRelativeURL);
      const known = Object.keys((body['components'] as JsonObject)['schemas'] as JsonObject);
      const missing = references(body).filter((one) => !known.includes(one.replace('#/components/schemas/', '')));
      assert.deepEqual(missing, [], serverRelativeURL);
    }
  });

  test('tells clients which options and patches a resource takes', async () => {
    const { body } = await startApi().get('/openapi/v3/apis/apps/v1');
    const item = (body['paths'] as JsonObject)['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'] as JsonObject;
    const patch = item['patch'] as JsonObject;
    assert.deepEqual(patch['x-kubernetes-group-version-kind'], { group: 'apps', version: 'v1', kind: 'Deployment' });
    const parameters = (patch['parameters'] as JsonObject[]).map(({ name }) => name);
    assert.deepEqual(parameters, ['dryRun', 'fieldManager', 'fieldValidation', 'force']);
    const content = (patch['requestBody'] as JsonObject)['content'] as JsonObject;
    assert.ok('application/strategic-merge-patch+json' in content);
  });

  test('gives everything as Swagger', async () => {
    const { body } = await startApi().get('/openapi/v2');
    const known = Object.keys(body['definitions'] as JsonObject);
    const missing = references(body).filter((one) => !known.includes(one.replace('#/definitions/', '')));
    assert.deepEqual(missing, []);
  });

  test('gives Swagger in protocol buffers to clients that read nothing else', async () => {
    const { server } = startApi();
    const headers = { accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf' };
    const response = await server.as(administrator)(new Request('http://cluster.local/openapi/v2', { headers }));
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /protobuf$/);
    const document = new Uint8Array(await response.arrayBuffer());
    const part = (bytes: Uint8Array, number: number) => field(bytes, number) ?? new Uint8Array();
    const pairs = (bytes: Uint8Array) =>
      [...wireFields(bytes)].map(({ value }): [string, Uint8Array] => {
        const pair = value as Uint8Array;
        return [textOf(part(pair, 1)), part(pair, 2)];
      });
    const definitions = new Map(pairs(part(document, 9)));
    const pod = definitions.get('io.k8s.api.core.v1.Pod') ?? new Uint8Array();
    const names = pairs(part(pod, 25)).map(([name]) => name);
    assert.deepEqual(names.toSorted(), ['apiVersion', 'kind', 'metadata', 'spec', 'status']);
  });
});
