import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { startApi } from '../testing/api-client.ts';
import { depthLimit, isTooDeep, tooDeepAt } from './depth-limit.ts';

const nested = (depth: number, open = '[', close = ']'): string => open.repeat(depth) + close.repeat(depth);

suite('depth limit', () => {
  test('looks at brackets outside of texts, and at nothing else', () => {
    assert.equal(tooDeepAt(nested(depthLimit)), undefined);
    assert.equal(tooDeepAt(nested(depthLimit + 1)), depthLimit);
    assert.equal(tooDeepAt(`{"a":"${'['.repeat(2000)}\\"["}`), undefined);
    assert.equal(tooDeepAt('[]'.repeat(2000)), undefined);
    assert.equal(tooDeepAt(']'.repeat(500) + '['.repeat(1600)), 500 + 1500);
  });

  test('agrees about texts and the values that they are read to', () => {
    const property = fc.property(
      fc.integer({ min: depthLimit - 5, max: depthLimit + 5 }),
      fc.boolean(),
      (depth, isMap) => {
        const text = isMap ? `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}` : nested(depth);
        assert.equal(tooDeepAt(text) !== undefined, isTooDeep(JSON.parse(text)));
      },
    );
    fc.assert(property);
  });

  test('keeps JSON patches from deepening an object step by step', async () => {
    const api = startApi();
    const names = { plural: 'things', kind: 'Thing' };
    const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
    const versions = [{ name: 'v1', served: true, storage: true, schema }];
    await api.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.com' },
      spec: { group: 'example.com', scope: 'Namespaced', names, versions },
    });
    const things = '/apis/example.com/v1/namespaces/default/things';
    await api.post(things, { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' }, spec: {} });
    const inner = `${'{"x":'.repeat(400)}{}${'}'.repeat(400)}`;
    const codes: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      const path = `/spec${'/x'.repeat(i * 400)}`;
      const body = `[{"op":"add","path":"${path}","value":${inner}}]`;
      codes.push((await api.call('PATCH', `${things}/a`, { type: 'application/json-patch+json', body })).code);
    }
    assert.deepEqual(codes, [200, 200, 422, 422]);
    assert.equal((await api.get(`${things}/a`)).code, 200);
  });
});
