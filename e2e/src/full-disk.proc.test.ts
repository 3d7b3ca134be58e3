import assert from 'node:assert/strict';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { bareEnvironment, runCommand, scratchFolder } from '@flux19/processes';
import { configMap } from './clients/manifests.ts';
import { type SystemStage, startSystemStage } from './clients/system-stage.ts';
import { createWorkRepository, type WorkRepository } from './git/work-repository.ts';

const patienceMs = 30_000;
const disk = scratchFolder();
const environment = bareEnvironment('/');
const mounted = await runCommand('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk.path], { environment }).catch(
  () => undefined,
);
const skip = mounted?.code === 0 ? false : 'skipped: needs the right to mount a small file system';
if (skip !== false) disk.remove();

suite('flux19 up --data on a disk that is full', { skip }, () => {
  let repository: WorkRepository;
  let stage: SystemStage;
  const { signal } = new AbortController();
  const data = join(disk.path, 'data');
  const filler = join(disk.path, 'filler');

  before(async () => {
    mkdirSync(data);
    stage = await startSystemStage(async (folder) => {
      repository = await createWorkRepository(join(folder, 'fleet'));
      await repository.commit('Begin', { 'all/a.yaml': manifest('one') });
      return ['--repo', repository.path, '--path', 'all', '--data', data];
    });
    await applied('one');
  });
  after(async () => {
    await stage?.close();
    await runCommand('umount', [disk.path], { environment });
    disk.remove();
  });

  const manifest = (value: string): string =>
    configMap('a', { value }).replace('"metadata":{', '"metadata":{"namespace":"default",');

  async function applied(value: string): Promise<void> {
    await eventually(async () => {
      const found = await stage.find('ConfigMap/default/a');
      assert.deepEqual(found?.['data'], { value });
      assert.equal((await stage.ready('Kustomization/flux-system/flux-system'))?.status, 'True');
    }, patienceMs);
  }

  function fill(): void {
    const { bavail, bsize } = statfsSync(disk.path);
    try {
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    } catch (failure) {
      // The system has written in between: then the disk is full as well.
      if ((failure as NodeJS.ErrnoException).code !== 'ENOSPC') throw failure;
    }
  }

  test('goes on answering, and does the work when there is room again', async () => {
    fill();
    await repository.commit('Change', { 'all/a.yaml': manifest('two'), 'all/b.bin': 'x'.repeat(100_000) });
    const address = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default' };
    // Fills what is left of the last pages of the database as well.
    const data = { filler: 'x'.repeat(900_000) };
    const refused = Array.from({ length: 8 }, (_, i) =>
      stage.client().create({ ...address, metadata: { name: `large-${i}`, namespace: 'default' }, data }, {}, signal),
    );
    const reads = Array.from({ length: 8 }, () => stage.find('ConfigMap/default/a'));
    await assert.rejects(
      Promise.all(refused),
      /database space exceeded: .* cannot be written: database or disk is full/,
    );
    for (const found of await Promise.all(reads)) assert.ok(found);
    const lost = (await Promise.allSettled(refused)).flatMap(({ status }, i) => (status === 'rejected' ? [i] : []));
    for (const i of lost) assert.equal(await stage.find(`ConfigMap/default/large-${i}`), undefined);
    rmSync(filler);
    await applied('two');
  });

  test('comes back with all that it had', async () => {
    await stage.restart('SIGKILL');
    await applied('two');
  });
});
