import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { defaultArchiveLimits, readArchive } from '@flux19/artifacts';

/** Packs one artifact after the other until it is killed; says so after the first. */
const program = `
  const { createArtifactStore } = await import('@flux19/artifacts');
  const { systemClock } = await import('@flux19/ports');
  const store = createArtifactStore({ folder: process.argv[1], advertisedAddress: 'x', clock: systemClock });
  const content = Buffer.from('line\\n'.repeat(50_000));
  const entries = Array.from({ length: 20 }, (_, i) => ({ kind: 'file', path: 'f' + i, isExecutable: false, content }));
  const target = { kind: 'GitRepository', namespace: 'apps', name: 'app', revision: 'r' };
  for (let i = 0; ; i += 1) {
    await store.archive({ ...target, fileName: (i % 5) + '.tar.gz' }, entries, new AbortController().signal);
    if (i === 0) console.log('begun');
  }
`;

suite('artifact store', () => {
  test('holds complete files only, whenever its process was killed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'flux19-crash-'));
    for (let round = 0; round < 5; round += 1) {
      const words = ['--input-type=module', '--eval', program, folder];
      const child = spawn(process.execPath, words, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise((begun) => child.stdout.once('data', begun));
      await new Promise((done) => setTimeout(done, Math.random() * 40));
      child.kill('SIGKILL');
      await new Promise((done) => child.once('close', done));
      const path = join(folder, 'gitrepository', 'apps', 'app');
      const names = (await readdir(path)).filter((name) => !name.startsWith('.'));
      assert.ok(names.length > 0);
      for (const name of names) {
        const entries = await readArchive(await readFile(join(path, name)), defaultArchiveLimits, { skipLinks: false });
        assert.equal(entries.length, 20);
      }
    }
    await rm(folder, { recursive: true, force: true });
  });
});
