import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { suite, test } from 'node:test';
import { tethered } from './tether.ts';

function start(code: string): ChildProcess {
  return spawn(...tethered(process.execPath, ['-e', code]), { stdio: 'pipe', detached: true });
}

suite('tethered', { skip: process.platform === 'win32' && 'there is no /bin/sh', timeout: 30_000 }, () => {
  test('ends the program when whoever started it is gone', async () => {
    const child = start('console.log("started"); setInterval(() => undefined, 1000)');
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.stdin?.destroy();
    // It closes when nobody holds its output any more: the program has ended, not only the shell.
    const [, signal] = await once(child, 'close');
    assert.equal(signal, 'SIGTERM');
  });

  test('ends as the program ends, which has nothing to read', async () => {
    const child = start('process.stdin.on("end", () => process.exit(7)).resume()');
    const [code] = await once(child, 'close');
    assert.equal(code, 7);
  });

  test('passes arguments on as they are', async () => {
    const child = spawn(
      ...tethered(process.execPath, ['-p', 'JSON.stringify(process.argv.slice(1))', '--', '$x "y"', '']),
      {
        stdio: 'pipe',
        detached: true,
      },
    );
    const [out] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    assert.deepEqual(JSON.parse(String(out)), ['$x "y"', '']);
    await once(child, 'close');
  });
});
