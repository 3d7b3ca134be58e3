// Hours pass in milliseconds when the clock of the cluster is in the hands of the test.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock, startCluster } from '@flux19/cluster';

const { signal } = new AbortController();

suite('the example with time', () => {
  test('runs a CronJob when it is time', async () => {
    await using cluster = await startCluster({
      clock: new ManualClock(Date.UTC(2026, 0, 1)),
      objects: `
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: default}
spec:
  schedule: "*/20 * * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: report, image: registry.example/report:1}]
`,
    });
    await cluster.advance(3_600_000);
    const address = { apiVersion: 'batch/v1', kind: 'CronJob', namespace: 'default', name: 'report' };
    const { status } = (await cluster.client.get(address, signal)) as unknown as {
      status: { lastScheduleTime: string };
    };
    assert.equal(status.lastScheduleTime, '2026-01-01T01:00:00Z');
  });
});
