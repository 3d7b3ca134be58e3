import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchReferences } from './watch-references.ts';

suite('watchReferences', () => {
  let folder: string;
  let calls = 0;
  const stop = new AbortController();

  const git = (...args: readonly string[]): void => {
    const identity = {
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@b',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@b',
    };
    execFileSync('git', ['-C', folder, ...args], { env: { PATH: process.env['PATH'], HOME: folder, ...identity } });
  };

  /** Runs a git command and waits until it was noticed. */
  async function noticed(...args: readonly string[]): Promise<void> {
    const before = calls;
    git(...args);
    for (const end = performance.now() + 10_000; calls === before; await sleep(10)) {
      assert.ok(performance.now() < end, `git ${args.join(' ')} was not noticed`);
    }
  }

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'flux19-references-'));
    git('init', '--quiet', '--initial-branch=main');
    git('commit', '--quiet', '--allow-empty', '--message', 'first');
    const count = (): void => {
      calls += 1;
    };
    watchReferences(join(folder, '.git'), count, stop.signal);
  });
  after(() => {
    stop.abort();
    rmSync(folder, { recursive: true });
  });

  test('notices every commit, not only the first', async () => {
    for (let i = 0; i < 3; i += 1) await noticed('commit', '--quiet', '--allow-empty', '--message', `commit ${i}`);
  });

  test('notices branches in folders, packed references and what is checked out', async () => {
    await noticed('branch', 'team/feature');
    await noticed('branch', '--force', 'team/feature', 'HEAD~1');
    await noticed('pack-refs', '--all');
    await noticed('commit', '--quiet', '--allow-empty', '--message', 'after packing');
    await noticed('checkout', '--quiet', 'team/feature');
    await noticed('commit', '--quiet', '--allow-empty', '--message', 'on the branch');
    await noticed('tag', 'v1');
  });
});
