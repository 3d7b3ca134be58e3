import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { configMap } from './clients/manifests.ts';
import { type SystemStage, startSystemStage } from './clients/system-stage.ts';
import { createWorkRepository, type Files, type WorkRepository } from './git/work-repository.ts';

const objects = 40;
/** How many objects of a revision have to be there when the process is killed: early, in the middle, late. */
const killedAfter = [1, 15, 35];

const files = (round: number, count: number): Files =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `all/c${i}.yaml`,
      configMap(`c${i}`, { round: `${round}` }).replace('"metadata":{', '"metadata":{"namespace":"default",'),
    ]),
  );

suite('flux19 up --data that is killed in the middle of a sync', () => {
  let repository: WorkRepository;
  let stage: SystemStage;
  const { signal } = new AbortController();

  before(async () => {
    stage = await startSystemStage(async (folder) => {
      repository = await createWorkRepository(join(folder, 'fleet'));
      await repository.commit('Begin', files(0, objects));
      return ['--repo', repository.path, '--path', 'all', '--data', join(folder, 'data')];
    });
  });
  after(() => stage?.close());

  /** Names of the ConfigMaps of a round that are in the cluster. */
  async function there(round: number): Promise<string[]> {
    const selection = { namespace: 'default', labelSelector: 'kustomize.toolkit.fluxcd.io/name=flux-system' };
    const { items } = await stage.client().list({ apiVersion: 'v1', kind: 'ConfigMap' }, selection, signal);
    const ofRound = items.filter((object) => (object['data'] as { round: string }).round === `${round}`);
    return ofRound.map(({ metadata }) => metadata.name).toSorted();
  }

  const declared = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`).toSorted();

  async function reaches(round: number, count: number): Promise<void> {
    const revision = (await repository.git('rev-parse', 'HEAD')).trim();
    await eventually(async () => {
      assert.deepEqual(await there(round), declared(count));
      assert.equal(
        (await stage.ready('Kustomization/flux-system/flux-system'))?.message,
        `Applied revision: main@sha1:${revision}`,
      );
    }, 20_000);
  }

  for (const [index, enough] of killedAfter.entries()) {
    test(`reaches the declared state when it is killed after ${enough} of ${objects} objects`, async () => {
      const round = index + 1;
      await reaches(index, objects - (index === 0 ? 0 : index * 5));
      const left = objects - round * 5;
      const removals = Array.from({ length: 5 }, (_, i) => [`all/c${left + i}.yaml`, undefined] as const);
      await repository.commit(`Round ${round}`, { ...files(round, left), ...Object.fromEntries(removals) });
      await eventually(async () => assert.ok((await there(round)).length >= Math.min(enough, left)), 20_000);
      await stage.restart('SIGKILL');
      await reaches(round, left);
      const inventory = (await stage.find('Kustomization/flux-system/flux-system'))?.['status'] as {
        inventory: { entries: unknown[] };
      };
      assert.equal(inventory.inventory.entries.length, left);
      const { items } = await stage
        .client()
        .list({ apiVersion: 'v1', kind: 'ConfigMap' }, { namespace: 'default' }, signal);
      assert.equal(items.filter(({ metadata }) => /^c\d+$/.test(metadata.name)).length, left);
    });
  }

  test('stops in good order, and has nothing to do when it comes back', async () => {
    const before = await stage.find('Kustomization/flux-system/flux-system');
    await stage.restart('SIGTERM');
    await reaches(killedAfter.length, objects - killedAfter.length * 5);
    const now = await stage.find('Kustomization/flux-system/flux-system');
    assert.equal(now?.metadata.uid, before?.metadata.uid);
  });
});
