import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createMetrics } from '@flux19/runtime';

const scrape = async (metrics: ReturnType<typeof createMetrics>) =>
  (await metrics.handler(new Request('http://m/metrics'))).text();

suite('createMetrics', () => {
  test('counts under the names of Flux and controller-runtime', async () => {
    const metrics = createMetrics();
    const subject = { kind: 'Kustomization', name: 'apps', namespace: 'flux-system' };
    metrics.recordReconcile('kustomization', 'error', 0.2);
    metrics.recordDuration(subject, 0.2);
    metrics.queue.added('kustomization');
    metrics.gauge('gotk_suspend_status', 'help', ['name'], () => [{ labels: { name: 'apps' }, value: 1 }]);
    const text = await scrape(metrics);
    for (const line of [
      'controller_runtime_reconcile_total{controller="kustomization",result="error"} 1',
      'controller_runtime_reconcile_errors_total{controller="kustomization"} 1',
      'gotk_reconcile_duration_seconds_count{kind="Kustomization",name="apps",namespace="flux-system"} 1',
      'workqueue_adds_total{name="kustomization",controller="kustomization"} 1',
      'gotk_suspend_status{name="apps"} 1',
    ]) {
      assert.ok(text.includes(line), line);
    }
    metrics.forget(subject);
    assert.ok(!(await scrape(metrics)).includes('gotk_reconcile_duration_seconds_count{'));
  });

  test('shares nothing with another registry', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.recordReconcile('a', 'success', 1);
    assert.ok(!(await scrape(other)).includes('controller="a"'));
  });

  test('answers nothing but GET /metrics', async () => {
    const { handler } = createMetrics();
    assert.equal((await handler(new Request('http://m/'))).status, 404);
    assert.equal((await handler(new Request('http://m/metrics', { method: 'POST' }))).status, 405);
  });
});
