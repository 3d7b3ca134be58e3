import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Kustomization, KustomizationSpec, KustomizationStatus, SourceObject } from '@flux19/api';
import { type Gate, planGate } from './gate.ts';
import { defaultSettings, type KustomizeSettings } from './settings.ts';

const revision = 'main@sha1:5394cb7f48332b2de7c17dd8b8384bbc84b7e738';
const artifact = {
  digest: 'sha256:1',
  lastUpdateTime: '',
  path: 'gitrepository/flux-system/repo/a.tar.gz',
  revision,
  url: '',
};
const ready = {
  type: 'Ready',
  status: 'True',
  reason: 'ReconciliationSucceeded',
  message: '',
  lastTransitionTime: '',
} as const;

function kustomization(spec: Partial<KustomizationSpec> = {}, status: KustomizationStatus = {}): Kustomization {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'apps', namespace: 'flux-system', generation: 1 },
    spec: {
      interval: '10m',
      retryInterval: '2m',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'repo' },
      ...spec,
    },
    status,
  };
}

const source: SourceObject = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name: 'repo', namespace: 'flux-system' },
  status: { artifact },
};

const dependsOn = { dependsOn: [{ name: 'infra' }] };

function gateFor(self: Kustomization, dependency?: Kustomization, settings: Partial<KustomizeSettings> = {}): Gate {
  return planGate({ kustomization: self, source, dependencies: [dependency] }, { ...defaultSettings, ...settings });
}

function messageOf(gate: Gate): string {
  return gate.kind === 'open' ? 'open' : `${gate.kind} ${gate.reason}: ${gate.message}`;
}

suite('planGate', () => {
  test('opens when the source has an artifact and nothing else is asked for', () => {
    assert.deepEqual(gateFor(kustomization()), { kind: 'open', artifact });
  });

  test('waits for the retry interval when the source does not exist', () => {
    const gate = planGate({ kustomization: kustomization(), source: undefined, dependencies: [] }, defaultSettings);
    assert.deepEqual(gate, {
      kind: 'closed',
      reason: 'ArtifactFailed',
      message: 'gitrepositories.source.toolkit.fluxcd.io "repo" not found',
      afterMs: 120_000,
    });
  });

  test('waits for the first artifact', () => {
    const empty: SourceObject = { ...source, status: {} };
    const gate = planGate({ kustomization: kustomization(), source: empty, dependencies: [] }, defaultSettings);
    assert.equal(messageOf(gate), 'closed ArtifactFailed: Source artifact not found, retrying in 30s');
  });

  test('stalls on a source of another namespace when those are blocked', () => {
    const self = kustomization({ sourceRef: { kind: 'GitRepository', name: 'repo', namespace: 'other' } });
    assert.equal(
      messageOf(gateFor(self, undefined, { noCrossNamespaceRefs: true })),
      "stalled AccessDenied: can't access 'GitRepository/other/repo', cross-namespace references have been blocked",
    );
  });

  test('waits for a dependency that is missing, not ready, of an old generation, or behind in the same source', () => {
    const message = (dependency?: Kustomization) => messageOf(gateFor(kustomization(dependsOn), dependency));
    const name = "'flux-system/infra'";
    assert.equal(
      message(),
      `closed DependencyNotReady: dependency ${name} not found: kustomizations.kustomize.toolkit.fluxcd.io "infra" not found`,
    );
    assert.equal(message(kustomization()), `closed DependencyNotReady: dependency ${name} is not ready`);
    const old = kustomization({}, { conditions: [ready], observedGeneration: 0, lastAppliedRevision: revision });
    assert.equal(message(old), `closed DependencyNotReady: dependency ${name} is not ready`);
    const behind = kustomization(
      {},
      { conditions: [ready], observedGeneration: 1, lastAppliedRevision: 'main@sha1:0' },
    );
    assert.equal(message(behind), `closed DependencyNotReady: dependency ${name} revision is not up to date`);
    const done = kustomization({}, { conditions: [ready], observedGeneration: 1, lastAppliedRevision: revision });
    assert.equal(message(done), 'open');
  });

  test('does not compare revisions of dependencies that have another source', () => {
    const other = kustomization(
      { sourceRef: { kind: 'GitRepository', name: 'other' } },
      { conditions: [ready], observedGeneration: 1, lastAppliedRevision: 'main@sha1:0' },
    );
    assert.equal(messageOf(gateFor(kustomization(dependsOn), other)), 'open');
  });

  test('asks readyExpr instead of the built-in check, or beside it', () => {
    const infra = kustomization({}, { conditions: [] });
    const self = (readyExpr: string) => kustomization({ dependsOn: [{ name: 'infra', readyExpr }] });
    assert.equal(messageOf(gateFor(self('dep.metadata.name == "apps"'), infra)), 'open');
    assert.equal(
      messageOf(gateFor(self('dep.metadata.name == self.metadata.labels["wants"]'), infra)).split(':')[0],
      'closed DependencyNotReady',
    );
    assert.equal(
      messageOf(gateFor(self('dep.metadata.name == "other"'), infra)),
      "closed DependencyNotReady: dependency 'flux-system/infra' is not ready according to readyExpr eval",
    );
    const additive = { additiveDependencyCheck: true };
    assert.equal(
      messageOf(gateFor(self('dep.metadata.name == "apps"'), infra, additive)),
      "closed DependencyNotReady: dependency 'flux-system/infra' is not ready",
    );
  });

  test('stalls on an expression that does not compile', () => {
    const self = kustomization({ dependsOn: [{ name: 'infra', readyExpr: 'dep.metadata.' }] });
    assert.match(
      messageOf(gateFor(self, kustomization())),
      /^stalled InvalidCELExpression: Reconciliation failed terminally due to configuration error: failed to evaluate dependency apps/,
    );
  });

  test('takes no artifact that lies outside of the folder of its source', () => {
    for (const path of [
      'gitrepository/other/repo/a.tar.gz',
      'gitrepository/flux-system/repo/../other/a.tar.gz',
      '/etc/a',
    ]) {
      const forged = { ...source, status: { artifact: { ...artifact, path } } };
      const gate = planGate({ kustomization: kustomization(), source: forged, dependencies: [] }, defaultSettings);
      assert.match(messageOf(gate), /^closed ArtifactFailed: the artifact of .* lies outside of its folder/);
    }
  });

  test('opens features that have to be asked for only then', () => {
    const external = kustomization({ sourceRef: { kind: 'ExternalArtifact', name: 'repo' } });
    assert.equal(
      messageOf(gateFor(external)),
      "stalled AccessDenied: can't access 'ExternalArtifact/flux-system/repo', ExternalArtifact feature gate is disabled",
    );
    assert.equal(messageOf(gateFor(external, undefined, { allowExternalArtifact: true })), 'open');
    const identity = kustomization({ decryption: { provider: 'sops', serviceAccountName: 'keys' } });
    assert.match(
      messageOf(gateFor(identity)),
      /^stalled FeatureGateDisabled: to use spec.decryption.serviceAccountName/,
    );
    assert.equal(messageOf(gateFor(identity, undefined, { objectWorkloadIdentity: true })), 'open');
  });
});
