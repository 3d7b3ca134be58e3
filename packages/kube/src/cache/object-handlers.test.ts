import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import { ObjectHandlers } from './object-handlers.ts';

const object = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'n' },
});

suite('ObjectHandlers', () => {
  test('finds the handlers of one object, until they leave', () => {
    const handlers = new ObjectHandlers();
    const [one, other] = [() => undefined, () => undefined];
    const stopOne = handlers.add('n', 'a', one);
    const stopOther = handlers.add('n', 'a', other);
    handlers.add('n', 'b', other);
    assert.deepEqual(handlers.of(object('a')), [one, other]);
    stopOne();
    stopOne();
    assert.deepEqual(handlers.of(object('a')), [other]);
    stopOther();
    assert.deepEqual(handlers.of(object('a')), []);
    assert.deepEqual(handlers.of(object('b')), [other]);
  });
});
