import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type FluxStory, startFluxStory } from '../../testing/flux-story.ts';

const base = { interval: '5m', sourceRef: { kind: 'GitRepository', name: 'app' }, prune: true };

function kustomization(name: string, changes: object = {}) {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'team' },
    spec: { ...base, ...changes },
  };
}

suite('reconcile', () => {
  let flux: FluxStory;
  before(async () => {
    flux = await startFluxStory();
    await flux.create([
      kustomization('app'),
      kustomization('resting', { suspend: true }),
      kustomization('broken'),
      kustomization('external', { sourceRef: { kind: 'ExternalArtifact', name: 'x' } }),
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'HelmRepository',
        metadata: { name: 'charts', namespace: 'team' },
        spec: { type: 'oci', url: 'oci://registry.test/charts', interval: '1m' },
      },
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'Bucket',
        metadata: { name: 'nobody', namespace: 'team' },
        spec: { bucketName: 'b', endpoint: 's3.test', interval: '1m' },
      },
    ]);
  });
  after(() => flux.stop());

  test('asks for a pass and ends when that is over', async () => {
    const { code, err } = await flux.run('reconcile ks app -n team');
    assert.equal(code, 0, err);
    assert.match(err, /^► annotating Kustomization app in team namespace\n✔ Kustomization annotated\n◎ waiting/);
  });

  test('tells the reason of a pass that failed, and where to look', async () => {
    const { code, error, err } = await flux.run('reconcile kustomization broken -n team --timeout=10s');
    assert.equal(code, 1);
    assert.match(error, /mapping values are not allowed/);
    assert.match(err, /flux19 events --for Kustomization\/broken -n team/);
  });

  test('leaves a suspended object alone, and says how to resume it', async () => {
    const { code, error, err } = await flux.run('reconcile ks resting -n team');
    assert.deepEqual([code, error], [1, 'resource is suspended']);
    assert.match(err, /flux19 resume kustomization resting -n team/);
  });

  test('needs nobody for an object that no controller reconciles', async () => {
    const { code, err } = await flux.run('reconcile source helm charts -n team');
    assert.deepEqual([code, err], [0, '✔ reconciliation not supported by the object\n']);
  });

  test('refuses sources that it cannot reconcile', async () => {
    const { error } = await flux.run('reconcile ks external -n team --with-source');
    assert.equal(error, 'cannot reconcile source of kind ExternalArtifact');
  });

  test('needs a name', async () => {
    assert.equal((await flux.run('reconcile ks')).error, 'Kustomization name is required');
  });

  test('gives up when the time is over, and says what it knows', async () => {
    const { code, error, err } = await flux.run('reconcile source bucket nobody -n team --timeout=50ms');
    assert.deepEqual([code, error], [1, 'context deadline exceeded']);
    assert.match(err, /Bucket\/team\/nobody was not reconciled within 50ms\n {2}the last that is known of it: /);
  });

  test('says which namespace it looked in for an object that is not there', async () => {
    const { error, err } = await flux.run('reconcile ks nix -n team');
    assert.equal(error, 'kustomizations.kustomize.toolkit.fluxcd.io "nix" not found');
    assert.match(err, /looked in namespace team/);
  });

  test('ends with 130 when a person interrupts it', async () => {
    const stop = new AbortController();
    const running = flux.run('reconcile source bucket nobody -n team', { signal: stop.signal });
    setImmediate(() => stop.abort(new Error('stopped')));
    assert.equal((await running).code, 130);
  });
});
