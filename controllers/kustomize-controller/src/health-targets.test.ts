import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Kustomization } from '@flux19/api';
import { healthTargets } from './health-targets.ts';

function kustomization(spec: object): Kustomization {
  const metadata = { name: 'app', namespace: 'flux-system' };
  return { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', metadata, spec } as Kustomization;
}

suite('health targets', () => {
  test('takes a check without a version for one of apps/v1', () => {
    const healthChecks = [{ kind: 'Deployment', name: 'web', namespace: 'default' }];
    assert.deepEqual(healthTargets(kustomization({ healthChecks }), []), [
      { group: 'apps', version: 'v1', kind: 'Deployment', name: 'web', namespace: 'default' },
    ]);
  });

  test('leaves the Kustomization itself out', () => {
    const self = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      name: 'app',
      namespace: 'flux-system',
    };
    assert.deepEqual(healthTargets(kustomization({ healthChecks: [self] }), []), []);
  });
});
