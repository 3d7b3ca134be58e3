import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import { hintFor } from './hints.ts';

function kustomization(status: string, reason: string, message: string): KubeObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'apps', namespace: 'flux-system' },
    spec: { path: './apps' },
    status: { conditions: [{ type: 'Ready', status, reason, message }] },
  };
}

suite('hintFor', () => {
  test('says nothing about objects that are ready or fail in an unknown way', () => {
    assert.equal(hintFor(kustomization('True', 'ReconciliationSucceeded', 'Applied revision: main@sha1:1')), undefined);
    assert.equal(hintFor(kustomization('False', 'Odd', 'something else')), undefined);
  });

  test('knows the cause and the next step of what newcomers get stuck at', () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ['ArtifactFailed', 'kustomization path not found: stat /apps: no such file or directory', /spelling of \.\/apps/],
      ['ArtifactFailed', 'gitrepositories.source.toolkit.fluxcd.io "repo" not found', /get sources all -n flux-system/],
      ['BuildFailed', 'envsubst error: variable substitution failed: variable not set (strict mode): "x"', /postBuild/],
      ['BuildFailed', 'kustomize build failed: MalformedYAMLError: yaml: line 3', /at the line given/],
      ['DependencyNotReady', "dependency 'flux-system/infra' is not ready", /get kustomizations/],
      ['ReconciliationFailed', 'ConfigMap/a/b dry-run failed (Invalid): x', /correct the field/],
      [
        'ReconciliationFailed',
        'Deployment/a/b dry-run failed (Forbidden): admission webhook "check.example.com" denied the request: no',
        /change what the message says and commit/,
      ],
      [
        'ReconciliationFailed',
        'Certificate/a/b dry-run failed (InternalError): Internal error occurred: failed calling webhook "webhook.cert-manager.io": failed to call webhook: Post "https://cert-manager-webhook.cert-manager.svc:443/mutate?timeout=30s": no endpoints available for service "cert-manager-webhook"',
        /look whether its service runs/,
      ],
      ['EmptyGitRepository', 'git repository is empty', /commit a manifest and push it/],
      ['GitOperationFailed', `unable to clone 'x': couldn't find remote ref "refs/heads/nope"`, /see which it has/],
      ['HealthCheckFailed', 'health check failed after 1m0s: timeout waiting for: []', /describe kustomization apps/],
    ];
    for (const [reason, message, next] of cases) {
      assert.match(hintFor(kustomization('False', reason, message))?.next ?? '', next, message);
    }
  });
});
