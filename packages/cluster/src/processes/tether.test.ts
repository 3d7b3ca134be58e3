import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { suite, test } from 'node:test';
import { tethered } from './tether.ts';

function start(args: readonly string[], stdin: 'pipe' | 'ignore' = 'ignore'): ChildProcess {
  const options = { stdio: [stdin, 'pipe', 'pipe', 'pipe'], detached: true } as const;
  return spawn(...tethered(process.execPath, args), { ...options, stdio: [...options.stdio] });
}

suite('tethered', { skip: process.platform === 'win32' && 'there is no /bin/sh', timeout: 30_000 }, () => {
  test('ends the program when whoever started it is gone', async () => {
    const child = start(['-e', 'console.log("started"); setInterval(() => undefined, 1000)']);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    (child.stdio[3] as NodeJS.WritableStream & { destroy(): void }).destroy();
    // It closes when nobody holds its output any more: the program has ended, not only the shell.
    const [, signal] = await once(child, 'close');
    assert.equal(signal, 'SIGTERM');
  });

  test('ends as the program ends, which has nothing to read', async () => {
    const child = start(['-e', 'process.stdin.on("end", () => process.exit(7)).resume()']);
    const [code] = await once(child, 'close');
    assert.equal(code, 7);
  });

  test('leaves standard input to the program', async () => {
    const child = start(['-e', 'process.stdin.pipe(process.stdout)'], 'pipe');
    child.stdin?.end('read this');
    const [out] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    assert.equal(String(out), 'read this');
    await once(child, 'close');
  });

  test('passes arguments on as they are', async () => {
    const child = start(['-p', 'JSON.stringify(process.argv.slice(1))', '--', '$x "y"', '']);
    const [out] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    assert.deepEqual(JSON.parse(String(out)), ['$x "y"', '']);
    await once(child, 'close');
  });
});
