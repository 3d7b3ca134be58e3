import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { sharedDataFolder } from '@flux19/conformance';
import type { Command } from 'commander';
import { assembleProgram } from './program/assemble-program.ts';

/** Commands of flux that this program does not have: each with those below it. */
const absent = ['bootstrap', 'cmd', 'docgen', 'migrate', 'plugin'];

/** Flags that flux hides. */
const hiddenFlags: ReadonlySet<string> = new Set(['install --manifests']);

interface FluxCommand {
  readonly words: string;
  readonly aliases: readonly string[];
  /** `--all-namespaces`, and `-A` where it has a letter. */
  readonly flags: readonly { readonly long: string; readonly short: string | undefined }[];
}

const data = sharedDataFolder(process.env);
const skip = data === undefined ? 'the conformance data is absent' : false;

suite('the commands of flux', { skip }, () => {
  test('are all there, with their aliases and flags', async () => {
    const program = await assembleProgram({ environment: {} } as never);
    const missing = readCommands(join(data ?? '', 'flux-cli-commands.md'))
      .filter(({ words }) => !absent.some((path) => `${words} `.startsWith(`${path} `)))
      .flatMap((command) => shortcomings(command, program));
    assert.deepEqual(missing, []);
  });
});

function readCommands(file: string): readonly FluxCommand[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, words = '', rest = ''] = /^- `flux(?: ([^`]*))?`(.*)$/.exec(line) ?? [];
      if (words === '') return [];
      const aliases = [...(/aliases \[([^\]]*)\]/.exec(rest)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(
        ([, name = '']) => name,
      );
      const flags = [...rest.matchAll(/--([a-z0-9-]+)(?:\/-(\w))?/g)].map(([, name, letter]) => ({
        long: `--${name}`,
        short: letter === undefined ? undefined : `-${letter}`,
      }));
      return [{ words, aliases, flags }];
    });
}

function shortcomings({ words, aliases, flags }: FluxCommand, program: Command): readonly string[] {
  const command = find(words.split(' '), program);
  if (command === undefined) return [words];
  const names = [command.name(), ...command.aliases()];
  const known = optionsOf(command);
  return [
    ...aliases.filter((alias) => !names.includes(alias)).map((alias) => `${words} as ${alias}`),
    ...flags
      .filter(({ long, short }) => !known.some((option) => option.long === long && (!short || option.short === short)))
      .map(({ long }) => `${words} ${long}`)
      .filter((flag) => !hiddenFlags.has(flag)),
  ];
}

function find(words: readonly string[], program: Command): Command | undefined {
  let at: Command | undefined = program;
  for (const word of words) {
    at = at?.commands.find((command) => command.name() === word || command.aliases().includes(word));
  }
  return at;
}

/** Its own options and those of the commands above it. */
function optionsOf(command: Command): Command['options'] {
  return [...command.options, ...(command.parent === null ? [] : optionsOf(command.parent))];
}
