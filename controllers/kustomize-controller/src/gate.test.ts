import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Kustomization, KustomizationSpec, KustomizationStatus, SourceObject } from '@flux19/api';
import { type Gate, planGate } from './gate.ts';
import { defaultSettings, type KustomizeSettings } from './settings.ts';

const revision = 'main@sha1:5394cb7f48332b2de7c17dd8b8384bbc84b7e738';
const artifact = { digest: 'sha256:1', lastUpdateTime: '', path: 'a.tar.gz', revision, url: '' };
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
});
