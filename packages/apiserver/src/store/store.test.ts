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

/** A storage that takes writes in, or fails them, when it is told to. */
class DecidingStorage implements Storage {
  #decision = Promise.withResolvers<void>();
  isFull = false;
  readonly kept: number[] = [];

  load(): StorageState {
    return { revision: 0, records: [] };
  }

  append(): Promise<void> {
    return this.#decision.promise;
  }

  keepRevision(revision: number): void {
    if (this.isFull) throw new Error('full');
    this.kept.push(revision);
  }

  succeed(): void {
    this.#decision.resolve();
    this.#decision = Promise.withResolvers();
  }

  fail(): void {
    this.#decision.reject(new Error('full'));
    this.#decision = Promise.withResolvers();
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

  test('undoes a transaction that the storage did not take in, in view of whoever watches', async () => {
    const storage = new DecidingStorage();
    const store = start(storage);
    const configMaps = store.collection('/configmaps');
    const kept = store.put(configMaps, { ...configMap('kept'), data: { is: 'stored' } });
    const gone = store.put(configMaps, configMap('gone'));
    storage.succeed();
    await store.settled();
    const events: string[] = [];
    configMaps.subscribe(({ type, entry }) => events.push(`${type} ${entry.name}`));
    store.put(configMaps, { ...kept.object, data: { is: 'not' } });
    store.put(configMaps, { ...kept.object, data: { is: 'not either' } });
    store.remove(configMaps, gone);
    store.put(configMaps, configMap('new'));
    storage.fail();
    await assert.rejects(Promise.resolve(store.settled()), /full/);
    assert.deepEqual(configMaps.get('default', 'kept')?.object['data'], { is: 'stored' });
    assert.equal(configMaps.get('default', 'new'), undefined);
    assert.notEqual(configMaps.get('default', 'gone'), undefined);
    assert.deepEqual(events.slice(4), ['DELETED new', 'ADDED gone', 'MODIFIED kept']);
  });

  test('changes nothing while the storage takes nothing in', async () => {
    const storage = new DecidingStorage();
    const store = start(storage);
    const configMaps = store.collection('/configmaps');
    store.put(configMaps, configMap('a'));
    storage.isFull = true;
    storage.fail();
    await Promise.resolve(store.settled()).catch(() => undefined);
    const { revision } = store;
    assert.throws(() => store.put(configMaps, configMap('b')), /full/);
    assert.equal(store.revision, revision);
    storage.isFull = false;
    store.put(configMaps, configMap('b'));
    assert.deepEqual(storage.kept, [revision]);
  });
});
