import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { systemClock } from '@flux19/ports';
import type { Command } from 'commander';
import { assembleProgram } from './assemble-program.ts';
import type { CliContext } from './cli-context.ts';
import { progressOn, type Terminal } from './terminal.ts';
import { isLocal, verbTable } from './verb-table.ts';

const terminal: Terminal = { out: () => undefined, err: () => undefined };
const context: CliContext = {
  terminal,
  progress: progressOn(terminal),
  clock: systemClock,
  environment: {},
  workingFolder: '/',
  signal: new AbortController().signal,
  connect: () => {
    throw new Error('nothing here asks a cluster');
  },
};

/** Help of a command and of everything below it. */
function help(command: Command): readonly string[] {
  return [command.helpInformation(), ...command.commands.flatMap(help)];
}

suite('the program of a command line', () => {
  test('knows about each verb all that the whole program knows', async () => {
    const whole = await assembleProgram(context);
    for (const verb of whole.commands) {
      const part = await assembleProgram(context, [verb.name()]);
      const same = part.commands.find((candidate) => candidate.name() === verb.name());
      assert.ok(same !== undefined, verb.name());
      assert.deepEqual(help(same), help(verb));
    }
  });

  test('names every verb in its table, and nothing else', async () => {
    const whole = await assembleProgram(context);
    const names = whole.commands.map((command) => command.name());
    assert.deepEqual(new Set(verbTable.flatMap(({ words }) => words)), new Set(names));
  });

  test('holds only the verb that the line begins with', async () => {
    const part = await assembleProgram(context, ['kustomize', 'build', 'get']);
    assert.deepEqual(
      part.commands.map((command) => command.name()),
      ['kustomize'],
    );
  });

  test('is whole for a line that begins otherwise', async () => {
    for (const args of [
      [],
      ['--help'],
      ['-n', 'get', 'kustomize'],
      ['gett'],
      ['help', 'get'],
      ['completion', 'bash'],
    ]) {
      const program = await assembleProgram(context, args);
      assert.ok(program.commands.length > 20, args.join(' '));
    }
  });

  test('needs no cluster only where that is certain', () => {
    assert.equal(isLocal(['kustomize', 'build', '.']), true);
    assert.equal(isLocal(['build', 'kustomization', 'app']), false);
    assert.equal(isLocal(['-n', 'kustomize', 'get', 'all']), false);
    assert.equal(isLocal([]), false);
  });
});
