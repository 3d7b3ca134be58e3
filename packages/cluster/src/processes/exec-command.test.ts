import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { CommandStreams } from '@flux19/apiserver';
import { execCommand } from './exec-command.ts';
import { likeTerminal } from './process-access.ts';

suite('execCommand', () => {
  let rootFolder = '';
  before(() => {
    rootFolder = mkdtempSync(join(tmpdir(), 'flux19-exec-'));
    mkdirSync(join(rootFolder, 'app'));
    writeFileSync(join(rootFolder, 'app', 'file'), '');
    for (const name of ['tool', 'tar']) writeFileSync(join(rootFolder, name), '');
  });
  after(() => rmSync(rootFolder, { recursive: true }));

  const commandOf = (...words: readonly string[]) => {
    const spec = { name: 'web', image: 'web:1', command: ['serve'], args: ['--all'], env: [{ name: 'A', value: 'b' }] };
    const image = { Env: ['C=d'], WorkingDir: '/app' };
    const around = {
      rootFolder,
      address: '127.97.0.1',
      podName: 'web-1',
      nodeProgram: process.execPath,
      searchPath: rootFolder,
    };
    return execCommand(words, spec, image, around);
  };

  test('has the environment and the folder of the container, and none of its arguments', () => {
    const { program, args, folder, environment } = commandOf('tool', 'a', '/app/file', '/nowhere');
    assert.deepEqual([program, args], ['tool', ['a', join(rootFolder, 'app/file'), '/nowhere']]);
    assert.equal(folder, join(rootFolder, 'app'));
    assert.deepEqual([environment['A'], environment['C'], environment['HOSTNAME']], ['b', 'd', 'web-1']);
    assert.equal(commandOf('node', '-v').program, process.execPath);
  });

  test('refuses what is no program', () => {
    assert.throws(() => commandOf('nosuch'), /^Error: exec: "nosuch": executable file not found in \$PATH$/);
    assert.throws(() => commandOf('/bin/nosuch'), /exec: "\/bin\/nosuch": executable file not found/);
  });

  test('lets tar keep the names by which it was asked for files', () => {
    assert.deepEqual(commandOf('tar', 'cf', '-', '/app/file').args, ['cf', '-', '-C', rootFolder, 'app/file']);
    assert.deepEqual(commandOf('tar', '-xmf', '-', '-C', '/app').args, ['-xmf', '-', '-C', join(rootFolder, 'app')]);
  });
});

suite('likeTerminal', () => {
  test('shows errors among the output, and begins each line at the left', async () => {
    let shown = '';
    const stdout = async (data: Uint8Array): Promise<void> => {
      shown += Buffer.from(data).toString();
    };
    const streams = { stdout, stderr: undefined } as unknown as CommandStreams;
    await likeTerminal(streams).stdout?.(Buffer.from('one\ntwo\r\n'));
    await likeTerminal(streams).stderr?.(Buffer.from('ä\n'));
    assert.equal(shown, 'one\r\ntwo\r\nä\r\n');
  });
});
