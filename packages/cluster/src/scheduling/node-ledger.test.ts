import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { CacheChange, ChangeHandler } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import fc from 'fast-check';
import { NodeLedger } from './node-ledger.ts';

const node: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'one' },
  spec: {},
  status: { allocatable: { cpu: '10', pods: '100' } },
};

interface Wanted {
  readonly cpu: string;
  readonly nodeName?: string;
  readonly phase?: string;
  readonly spec?: object;
}

function pod(name: string, { cpu, nodeName, phase = 'Pending', spec = {} }: Wanted): KubeObject {
  const containers = [{ name: 'app', image: 'registry.example/app:1', resources: { requests: { cpu } } }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', uid: name },
    spec: { containers, ...(nodeName === undefined ? {} : { nodeName }), ...spec },
    status: { phase },
  };
}

/** A ledger that follows caches which say what the test says. */
function followed() {
  const handlers = { nodes: [] as ChangeHandler[], pods: [] as ChangeHandler[] };
  const cache = (kind: 'nodes' | 'pods', ...items: readonly KubeObject[]) => ({
    list: () => items,
    onChange(handler: ChangeHandler) {
      handlers[kind].push(handler);
      return () => undefined;
    },
  });
  const told = { room: [] as string[], placed: [] as string[] };
  const ledger = new NodeLedger('one');
  const caches = { nodes: cache('nodes', node), pods: cache('pods'), claims: { get: () => undefined } };
  ledger.follow(caches, {
    onRoom: (waiting) => {
      told.room.push(...waiting.map(({ name }) => name));
    },
    onPlacedAtOnce: ({ metadata }) => told.placed.push(metadata.name),
  });
  const say = (kind: 'nodes' | 'pods') => (type: CacheChange['type'], object: KubeObject) => {
    for (const handler of handlers[kind]) handler({ type, object });
  };
  return { ledger, told, sayPod: say('pods'), sayNode: say('nodes') };
}

suite('NodeLedger', () => {
  test('gives nothing at once before it knows the node', () => {
    const ledger = new NodeLedger('one');
    assert.equal(ledger.hasPlaceAtOnce(pod('a', { cpu: '1' })), false);
  });

  test('gives places at once until the node is nearly full', () => {
    const { ledger, sayPod } = followed();
    assert.equal(ledger.hasPlaceAtOnce(pod('a', { cpu: '9' })), true);
    sayPod('ADDED', pod('a', { cpu: '9', nodeName: 'one' }));
    assert.equal(ledger.hasPlaceAtOnce(pod('b', { cpu: '1' })), false);
    assert.equal(ledger.obstacleTo(pod('b', { cpu: '1' }), node), undefined);
    assert.deepEqual(ledger.obstacleTo(pod('b', { cpu: '2' }), node)?.reasons, ['Insufficient cpu']);
  });

  test('has what is free counted down to nothing, whatever happens to Pods', () => {
    const happening = fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      type: fc.constantFrom<CacheChange['type']>('ADDED', 'MODIFIED', 'DELETED'),
      cpu: fc.constantFrom('100m', '1', '3'),
      isPlaced: fc.boolean(),
      phase: fc.constantFrom('Pending', 'Running', 'Succeeded', 'Failed'),
    });
    fc.assert(
      fc.property(fc.array(happening), (happenings) => {
        const { ledger, sayPod } = followed();
        const names = new Set<string>();
        for (const { name, type, cpu, isPlaced, phase } of happenings) {
          sayPod(type, pod(name, { cpu, phase, ...(isPlaced ? { nodeName: 'one' } : {}) }));
          names.add(name);
        }
        for (const name of names) sayPod('DELETED', pod(name, { cpu: '1' }));
        assert.equal(ledger.obstacleTo(pod('all', { cpu: '10' }), node), undefined);
        assert.deepEqual(ledger.waiting, []);
      }),
    );
  });

  test('counts a Pod that is resized by what it has then', () => {
    const { ledger, sayPod } = followed();
    const small = pod('a', { cpu: '1', nodeName: 'one' });
    sayPod('ADDED', { ...small, metadata: { ...small.metadata, generation: 1 } });
    const large = pod('a', { cpu: '8', nodeName: 'one' });
    sayPod('MODIFIED', { ...large, metadata: { ...large.metadata, generation: 2 } });
    assert.deepEqual(ledger.obstacleTo(pod('b', { cpu: '3' }), node)?.reasons, ['Insufficient cpu']);
  });

  test('tells all that wait when the node changes, and those that others are in the way of when one leaves', () => {
    const { ledger, told, sayPod, sayNode } = followed();
    sayPod('ADDED', pod('a', { cpu: '9', nodeName: 'one' }));
    sayNode('MODIFIED', node);
    assert.deepEqual(told.room, []);
    const waiting = [pod('small', { cpu: '9' }), pod('large', { cpu: '11' })];
    for (const one of waiting) sayPod('ADDED', one);
    for (const one of waiting) ledger.lookAt(one, node);
    sayPod('MODIFIED', pod('a', { cpu: '9', nodeName: 'one', phase: 'Succeeded' }));
    assert.deepEqual(told.room, ['small']);
    sayNode('MODIFIED', node);
    assert.deepEqual(told.room, ['small', 'small', 'large']);
  });

  test('leaves alone Pods that are gated, meant for another scheduler, or made to wait', () => {
    const { ledger, sayPod } = followed();
    sayPod('ADDED', pod('gated', { cpu: '1', spec: { schedulingGates: [{ name: 'example.com/later' }] } }));
    sayPod('ADDED', pod('other', { cpu: '1', spec: { schedulerName: 'other' } }));
    const simulated = pod('simulated', { cpu: '1' });
    const annotations = { 'cluster.flux19.dev/simulate': 'Pending' };
    sayPod('ADDED', { ...simulated, metadata: { ...simulated.metadata, annotations } });
    assert.deepEqual(ledger.waiting, []);
  });

  test('tells once of a Pod that has had its place from the start', () => {
    const { told, sayPod } = followed();
    sayPod('ADDED', pod('a', { cpu: '1', nodeName: 'one' }));
    sayPod('MODIFIED', pod('a', { cpu: '1', nodeName: 'one' }));
    assert.deepEqual(told.placed, ['a']);
  });
});
