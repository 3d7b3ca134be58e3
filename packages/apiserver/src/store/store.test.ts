import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import type { Storage, StorageState, StorageWrite } from './storage.ts';
import { Store } from './store.ts';

const configMap = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
});

/** A storage that loses its latest writes in a crash. */
class CrashingStorage implements Storage {
  readonly #writes: StorageWrite[] = [];

  crash(lost: number): void {
    this.#writes.splice(this.#writes.length - lost);
  }

  load(): StorageState {
    const records = this.#writes.flatMap((write) => (write.json === undefined ? [] : [{ ...write, json: write.json }]));
    return { revision: Math.max(0, ...this.#writes.map(({ revision }) => revision)), records };
  }

  append(write: StorageWrite): void {
    this.#writes.push(write);
  }
}

function start(storage: Storage): Store {
  return new Store({ storage, eventHistory: 100 });
}

suite('Store', () => {
  test('gives no revision twice, even when the last writes before a crash were lost', () => {
    const storage = new CrashingStorage();
    const before = start(storage);
    const configMaps = before.collection('/configmaps');
    const given = ['a', 'b', 'c'].map((name) => before.put(configMaps, configMap(name)).revision);
    storage.crash(2);
    const after = start(storage);
    assert.ok(after.collection('/configmaps').get('default', 'a') !== undefined);
    assert.equal(after.collection('/configmaps').get('default', 'b'), undefined);
    const next = after.put(after.collection('/configmaps'), configMap('d')).revision;
    assert.ok(next > Math.max(...given));
  });

  test('begins a new storage at its first revisions', () => {
    assert.equal(start(new CrashingStorage()).revision, 1);
  });
});
