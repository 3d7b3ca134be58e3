import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import * as fc from 'fast-check';
import type { Collection } from './collection.ts';
import type { Entry } from './entry.ts';
import { Store } from './store.ts';

const historyLength = 16;
const change = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd'),
  namespace: fc.constantFrom('x', 'y'),
  gone: fc.boolean(),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function carryOut(store: Store, collection: Collection, { name, namespace, gone }: Change, step: number): void {
  const entry = collection.get(namespace, name);
  const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { step } };
  if (!gone) store.put(collection, object);
  else if (entry !== undefined) store.remove(collection, entry);
}

function summary(entries: readonly Entry[] | undefined): readonly string[] | undefined {
  return entries?.map(({ key, revision }) => `${key}@${revision}`);
}

suite('Collection', () => {
  test('knows every state of its history, and no other', () => {
    void fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const store = new Store({ storage: undefined, eventHistory: historyLength });
        const collection = store.collection('/configmaps');
        const states = new Map([[store.revision, summary(collection.all())]]);
        for (const [step, one] of changes.entries()) {
          carryOut(store, collection, one, step);
          states.set(store.revision, summary(collection.all()));
        }
        for (const [revision, state] of states) {
          const isKept = store.revision - revision <= historyLength;
          assert.deepEqual(summary(collection.at(revision)), isKept ? state : undefined);
        }
      }),
    );
  });
});
