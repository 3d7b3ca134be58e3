import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import { choosesNode, type NodeSelectorTerm } from './node-selection.ts';

const node: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'one', labels: { disk: 'ssd', cores: '8' } },
};

function chooses(...nodeSelectorTerms: readonly NodeSelectorTerm[]): boolean {
  const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
  return choosesNode({ containers: [], affinity: { nodeAffinity: required } }, node);
}

function chosenBy(key: string, operator: string, ...values: readonly string[]): boolean {
  return chooses({ matchExpressions: [{ key, operator, values }] });
}

suite('choosesNode', () => {
  test('takes any node where nothing is asked for', () => {
    assert.equal(choosesNode({ containers: [] }, node), true);
  });

  test('wants every label of a nodeSelector', () => {
    assert.equal(choosesNode({ containers: [], nodeSelector: { disk: 'ssd' } }, node), true);
    assert.equal(choosesNode({ containers: [], nodeSelector: { disk: 'ssd', zone: 'a' } }, node), false);
    assert.equal(choosesNode({ containers: [], nodeSelector: { toString: 'x' } }, node), false);
  });

  test('knows the operators of expressions', () => {
    assert.deepEqual([chosenBy('disk', 'In', 'ssd', 'hdd'), chosenBy('disk', 'In', 'hdd')], [true, false]);
    assert.deepEqual([chosenBy('disk', 'NotIn', 'hdd'), chosenBy('disk', 'NotIn', 'ssd')], [true, false]);
    assert.deepEqual([chosenBy('disk', 'Exists'), chosenBy('zone', 'Exists')], [true, false]);
    assert.deepEqual([chosenBy('zone', 'DoesNotExist'), chosenBy('disk', 'DoesNotExist')], [true, false]);
    assert.deepEqual([chosenBy('cores', 'Gt', '7'), chosenBy('cores', 'Gt', '8')], [true, false]);
    assert.deepEqual([chosenBy('cores', 'Lt', '9'), chosenBy('disk', 'Lt', '9')], [true, false]);
    assert.equal(chosenBy('disk', 'Like', 'ssd'), false);
  });

  test('is content with one of several terms, whose parts all have to hold', () => {
    const ssd = { key: 'disk', operator: 'In', values: ['ssd'] };
    const zone = { key: 'zone', operator: 'Exists' };
    assert.equal(chooses({ matchExpressions: [zone] }, { matchExpressions: [ssd] }), true);
    assert.equal(chooses({ matchExpressions: [zone, ssd] }), false);
  });

  test('finds nodes by name', () => {
    const named = (name: string) => ({ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] });
    assert.deepEqual([chooses(named('one')), chooses(named('two'))], [true, false]);
  });

  test('takes no node for an empty term or none', () => {
    assert.equal(chooses({}), false);
    assert.equal(chooses(), false);
  });
});
