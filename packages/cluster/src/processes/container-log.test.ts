import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ContainerLog } from './container-log.ts';

const { signal } = new AbortController();
const start = Date.UTC(2026, 0, 1);

function filled(): ContainerLog {
  const log = new ContainerLog();
  log.write('stdout', 'one\ntw', start);
  log.write('stderr', 'oh\n', start + 1_000);
  log.write('stdout', 'o\nthree\n', start + 2_000);
  return log;
}

async function read(log: ContainerLog, query: string, nowMs = start + 2_500): Promise<string> {
  return await new Response(log.read(new URLSearchParams(query), nowMs, signal)).text();
}

suite('ContainerLog', () => {
  test('keeps lines in the order in which they ended', async () => {
    assert.equal(await read(filled(), ''), 'one\noh\ntwo\nthree\n');
  });

  test('shows the last lines, those since a time, those of one stream, and no more bytes than wanted', async () => {
    assert.equal(await read(filled(), 'tailLines=2'), 'two\nthree\n');
    assert.equal(await read(filled(), 'tailLines=0'), '');
    assert.equal(await read(filled(), 'sinceSeconds=1'), 'two\nthree\n');
    assert.equal(await read(filled(), 'sinceTime=2026-01-01T00:00:01Z'), 'oh\ntwo\nthree\n');
    assert.equal(await read(filled(), 'stream=Stderr'), 'oh\n');
    assert.equal(await read(filled(), 'stream=Stdout&limitBytes=6'), 'one\ntw');
  });

  test('puts the time before each line, with nine digits', async () => {
    assert.equal(await read(filled(), 'timestamps=true&stream=Stderr'), '2026-01-01T00:00:01.000000000Z oh\n');
  });

  test('follows until the run has ended, and ends a line that the process left open', async () => {
    const log = filled();
    const following = read(log, 'follow=true&tailLines=1');
    log.write('stdout', 'four', start + 3_000);
    log.end(start + 4_000);
    assert.equal(await following, 'three\nfour\n');
    assert.equal(await read(log, 'follow=true&tailLines=1'), 'four\n');
  });

  test('keeps a long line in parts, which read as one', async () => {
    const log = new ContainerLog();
    const long = 'x'.repeat(40_000);
    log.write('stdout', long, start);
    log.write('stdout', '\n', start);
    assert.equal(await read(log, ''), `${long}\n`);
    assert.equal(await read(log, 'timestamps=true&limitBytes=31'), '2026-01-01T00:00:00.000000000Z ');
  });

  test('forgets the oldest lines', async () => {
    const log = new ContainerLog();
    for (let n = 1; n <= 5_000; n += 1) log.write('stdout', `${n}\n`, start);
    const lines = (await read(log, '')).trimEnd().split('\n');
    assert.equal(lines.length, 2_000);
    assert.equal(lines.at(0), '3001');
  });
});
