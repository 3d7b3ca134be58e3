import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasReason } from '@flux19/kube';
import { inventoryId, type KubeObject, objectReference } from '@flux19/objects';
import { eventually } from '@flux19/ports';
import { configMap } from './clients/manifests.ts';
import { type SystemStage, startSystemStage } from './clients/system-stage.ts';
import { createWorkRepository, type Files, type WorkRepository } from './git/work-repository.ts';

/** `FLUX19_KILL_ROUNDS=200` for the long run; `FLUX19_KILL_SEED` repeats one. */
const rounds = Number(process.env['FLUX19_KILL_ROUNDS'] ?? 10);
const seed = Number(process.env['FLUX19_KILL_SEED'] ?? Date.now() % 1_000_000);

/** Longest time between a commit and the kill: a sync takes less. */
const longestMs = 300;
const roundTimeoutMs = 30_000;
const slots = 24;
const ownerLabel = 'kustomize.toolkit.fluxcd.io/name=flux-system';
const root = { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', namespace: 'flux-system' } as const;

/** A generator of numbers 0 <= x < 1 that can be started again: https://en.wikipedia.org/wiki/Xorshift */
function randomFrom(start: number): () => number {
  let state = (start * 2_654_435_761 + 1) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

suite(`flux19 up --data, killed at random points of a sync (seed ${seed})`, () => {
  const random = randomFrom(seed);
  const { signal } = new AbortController();
  let repository: WorkRepository;
  let stage: SystemStage;
  let declared: ReadonlySet<string> = new Set(['c0']);

  before(async () => {
    stage = await startSystemStage(async (folder) => {
      repository = await createWorkRepository(join(folder, 'fleet'));
      await repository.commit('Begin', files(0));
      return ['--repo', repository.path, '--path', 'all', '--data', join(folder, 'data')];
    });
  });
  after(() => stage?.close());

  /** Every object of a round, and nothing for those that it leaves out. */
  function files(round: number, before: ReadonlySet<string> = new Set()): Files {
    const gone = [...before].filter((name) => !declared.has(name)).map((name) => [`all/${name}.yaml`, undefined]);
    const there = [...declared].map((name) => [
      `all/${name}.yaml`,
      configMap(name, { round: `${round}` }).replace('"metadata":{', '"metadata":{"namespace":"default",'),
    ]);
    return Object.fromEntries([...gone, ...there]);
  }

  async function commitRandom(round: number): Promise<string> {
    const before = declared;
    const names = Array.from({ length: slots }, (_, i) => `c${i}`).filter(() => random() < 0.6);
    declared = new Set(names.length === 0 ? ['c0'] : names);
    return repository.commit(`Round ${round}`, files(round, before));
  }

  async function applied(): Promise<readonly KubeObject[]> {
    const selection = { namespace: 'default', labelSelector: ownerLabel };
    const { items } = await stage.client().list({ apiVersion: 'v1', kind: 'ConfigMap' }, selection, signal);
    return items;
  }

  async function kustomization(): Promise<KubeObject | undefined> {
    try {
      return await stage.client().get({ ...root, name: 'flux-system' }, signal);
    } catch (thrown) {
      if (hasReason(thrown, 'NotFound')) return undefined;
      throw thrown;
    }
  }

  /** What was created is listed, in the middle of a sync as well. Looks twice, so that the two reads belong together. */
  async function forgetsNothing(): Promise<void> {
    for (;;) {
      const first = await kustomization();
      const objects = await applied();
      const second = await kustomization();
      if (first?.metadata.resourceVersion !== second?.metadata.resourceVersion) continue;
      const listed = inventoryOf(second);
      const missing = objects.map((object) => inventoryId(objectReference(object))).filter((id) => !listed.has(id));
      assert.deepEqual(missing, []);
      return;
    }
  }

  async function reaches(revision: string, round: number): Promise<void> {
    await eventually(async () => {
      const status = (await kustomization())?.['status'] as { readonly lastAppliedRevision?: string } | undefined;
      assert.equal(status?.lastAppliedRevision, `main@sha1:${revision}`);
    }, roundTimeoutMs);
    const objects = await applied();
    const namesOf = (list: readonly KubeObject[]): string[] => list.map(({ metadata }) => metadata.name).toSorted();
    assert.deepEqual(namesOf(objects), [...declared].toSorted());
    for (const object of objects) assert.deepEqual(object['data'], { round: `${round}` });
    const names = [...inventoryOf(await kustomization())].map((id) => id.split('_')[1] ?? '');
    assert.deepEqual(names.toSorted(), [...declared].toSorted());
  }

  for (let round = 1; round <= rounds; round += 1) {
    test(`round ${round} of ${rounds} reaches the declared state and forgets nothing`, async () => {
      const revision = await commitRandom(round);
      await sleep(random() * longestMs);
      await stage.restart('SIGKILL');
      await forgetsNothing();
      await reaches(revision, round);
    });
  }
});

function inventoryOf(object: KubeObject | undefined): ReadonlySet<string> {
  const { inventory } = (object?.['status'] ?? {}) as {
    readonly inventory?: { readonly entries: readonly { readonly id: string }[] };
  };
  return new Set((inventory?.entries ?? []).map(({ id }) => id));
}
