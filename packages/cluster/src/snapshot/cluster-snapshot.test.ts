import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { SnapshotError } from '@flux19/apiserver';
import { parseSnapshot, printSnapshot, snapshotOf, stateOf } from './cluster-snapshot.ts';

const state = {
  revision: 7,
  records: [
    {
      resource: '/configmaps',
      namespace: 'default',
      name: 'a',
      revision: 5,
      json: '{"kind":"ConfigMap","x":9007199254740993}',
    },
  ],
};

suite('snapshots', () => {
  test('come back as they were, integers of any size included', () => {
    const read = parseSnapshot(printSnapshot(snapshotOf(state)));
    assert.deepEqual(read, snapshotOf(state));
    assert.deepEqual(
      [...stateOf(read).records].map(({ json }) => json),
      [state.records[0]?.json],
    );
  });

  test('say what is wrong with them', () => {
    const good = { format: 'flux19.io/cluster-snapshot', version: 1, revision: 1, objects: [] };
    const cases: readonly (readonly [string, RegExp])[] = [
      ['{', /is no JSON/],
      ['[]', /no snapshot of a cluster: the field "format"/],
      [JSON.stringify({ ...good, version: 2 }), /is of version 2, and this program reads version 1/],
      [JSON.stringify({ ...good, revision: -1 }), /"revision"/],
      [JSON.stringify({ ...good, revision: 1e300 }), /"revision"/],
      [JSON.stringify({ ...good, objects: {} }), /"objects" of the snapshot has to be a list/],
      [JSON.stringify({ ...good, objects: [{ resource: 1 }] }), /"objects\[0\]"/],
    ];
    for (const [text, why] of cases) {
      assert.throws(
        () => parseSnapshot(text),
        (thrown) => thrown instanceof SnapshotError && why.test(thrown.message),
        text,
      );
    }
  });
});
