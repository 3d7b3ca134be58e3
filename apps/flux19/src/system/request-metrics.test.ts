import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createMetrics } from '@flux19/runtime';
import { requestMetrics } from './request-metrics.ts';

suite('requestMetrics', () => {
  test('counts answers by code, host and method, as client-go does', async () => {
    const metrics = createMetrics();
    const count = requestMetrics(metrics, () => 'https://10.0.0.1:6443/prefix');
    count('GET', 200);
    count('GET', 200);
    count('PATCH', 0);
    const text = await (await metrics.handler(new Request('http://x/metrics'))).text();
    assert.match(text, /rest_client_requests_total\{code="200",host="10\.0\.0\.1:6443",method="GET"\} 2/);
    assert.match(text, /rest_client_requests_total\{code="<error>",host="10\.0\.0\.1:6443",method="PATCH"\} 1/);
  });
});
