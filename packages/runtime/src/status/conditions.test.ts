import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { findCondition, markReconciling, markStalled, withCondition } from '@flux19/runtime';

const at = Date.UTC(2026, 0, 1);
const ready = { type: 'Ready', status: 'True', reason: 'Succeeded', message: 'done', observedGeneration: 1 } as const;

suite('withCondition', () => {
  test('keeps the time while only the generation changes', () => {
    const before = withCondition([], ready, at);
    const after = withCondition(before, { ...ready, observedGeneration: 2 }, at + 5000);
    assert.deepEqual(after, [{ ...ready, observedGeneration: 2, lastTransitionTime: '2026-01-01T00:00:00Z' }]);
  });

  test('moves the time with status, reason and message', () => {
    const before = withCondition([], ready, at);
    for (const change of [{ status: 'False' as const }, { reason: 'Failed' }, { message: 'other' }]) {
      const [after] = withCondition(before, { ...ready, ...change }, at + 5000);
      assert.equal(after?.lastTransitionTime, '2026-01-01T00:00:05Z');
    }
  });

  test('sorts as Flux does', () => {
    const types = ['Healthy', 'Ready', 'ArtifactInStorage', 'Reconciling', 'Stalled'];
    let conditions = withCondition([], ready, at);
    for (const type of types) conditions = withCondition(conditions, { ...ready, type }, at);
    assert.deepEqual(
      conditions.map(({ type }) => type),
      ['Stalled', 'Reconciling', 'Ready', 'ArtifactInStorage', 'Healthy'],
    );
  });

  test('cuts a message that Kubernetes would refuse, between characters', () => {
    const [condition] = withCondition([], { ...ready, message: 'ä'.repeat(20_000) }, at);
    assert.ok(Buffer.byteLength(condition?.message ?? '') <= 32_768);
    assert.match(condition?.message ?? '', /^ä+\.\.\.$/);
  });

  test('lets Reconciling and Stalled exclude each other', () => {
    const reconciling = markReconciling([], { reason: 'Progressing', message: 'm' }, at);
    const stalled = markStalled(reconciling, { reason: 'InvalidSpec', message: 'm' }, at);
    assert.equal(findCondition(stalled, 'Reconciling'), undefined);
    assert.equal(
      findCondition(markReconciling(stalled, { reason: 'Progressing', message: 'm' }, at), 'Stalled'),
      undefined,
    );
  });
});
