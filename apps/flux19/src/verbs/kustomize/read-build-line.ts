import { type BuildFlag, type BuildFlags, buildFlags } from './build-flags.ts';

/** A folder to build, and how. */
export interface BuildLine {
  readonly folder: string;
  readonly flags: BuildFlags;
}

/**
 * Reads a command line `kustomize build [DIR] [flags]`, which people run thousands of times, without the parser of command lines: that takes
 * longer to load than a small folder takes to build. Undefined for every other line, such as one that asks for help or has a mistake in it.
 */
export function readBuildLine(words: readonly string[]): BuildLine | undefined {
  if (words[0] !== 'kustomize' || words[1] !== 'build') return undefined;
  const folders: string[] = [];
  const flags: Record<string, string | true> = {};
  const rest = words.slice(2);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) folders.push(word);
    else if (!readFlag(word, rest, flags)) return undefined;
  }
  const [folder = '.', ...others] = folders;
  return others.length === 0 && folder !== '' ? { folder, flags } : undefined;
}

/** Reads a flag, and its value from the words behind it; false when there is anything odd about it. */
function readFlag(word: string, rest: string[], into: Record<string, string | true>): boolean {
  const [, letter, name, attached] = /^(?:-([a-z])|--([a-z-]+)(?:=(.+))?)$/s.exec(word) ?? [];
  const flag = buildFlags.find((candidate) => candidate.name === name || candidate.letter === (letter ?? ''));
  if (flag === undefined || flag.isRepeatable) return false;
  const value = flag.value === undefined ? attached === undefined || undefined : (attached ?? plainWord(rest));
  if (value === undefined) return false;
  into[propertyOf(flag)] = value;
  return true;
}

function plainWord(rest: string[]): string | undefined {
  return rest[0] === undefined || rest[0] === '' || rest[0].startsWith('-') ? undefined : rest.shift();
}

function propertyOf({ name }: BuildFlag): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
