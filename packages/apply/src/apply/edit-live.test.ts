import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { addressOf } from '@flux19/kube';
import { systemClock } from '@flux19/ports';
import { metadataRules } from '../plan/metadata-rules.ts';
import { configMap, owner, startTestTarget, type TestTarget } from '../testing/test-target.ts';
import { editLive } from './edit-live.ts';

suite('editLive', () => {
  let target: TestTarget;
  beforeEach(() => {
    target = startTestTarget();
  });
  afterEach(() => target.close());

  test('makes its edit anew when somebody else was faster', async () => {
    const { client, signal } = target;
    const context = {
      client,
      clock: systemClock,
      memory: undefined,
      options: { owner },
      rules: metadataRules(owner),
      ignoredPaths: () => [],
    };
    const before = await client.create(configMap('a', { k: '1' }), {}, signal);
    await client.patch(addressOf(before), { data: { other: 'x' } }, { type: 'merge' }, signal);
    const seen: unknown[] = [];
    const edit = {
      what: 'edit failed',
      operations: (live: typeof before) => {
        seen.push(live['data']);
        return [{ op: 'replace', path: '/data/k', value: '2' }];
      },
    };
    assert.equal(await editLive(before, edit, context, signal), true);
    assert.deepEqual(seen, [{ k: '1' }, { k: '1', other: 'x' }]);
    assert.deepEqual((await target.get('v1', 'ConfigMap', 'a', 'default'))?.['data'], { k: '2', other: 'x' });
  });
});
