import type { FluxEvent } from '@flux19/runtime';

/** An event about a GitRepository, as providers see it: its metadata is merged. */
export function testEvent(changes: Partial<FluxEvent> = {}): FluxEvent {
  return {
    involvedObject: { apiVersion: '', kind: 'GitRepository', namespace: 'gitops-system', name: 'webapp' },
    severity: 'info',
    timestamp: '2022-09-30T06:40:29Z',
    message: 'message',
    reason: 'reason',
    metadata: { test: 'metadata' },
    reportingController: 'source-controller',
    reportingInstance: 'source-controller-xyz',
    ...changes,
  };
}
