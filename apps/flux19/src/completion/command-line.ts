import type { Command, Option } from 'commander';

/** A command line that is not finished. */
export interface CommandLine {
  /** The command that the words lead to. */
  readonly command: Command;
  /** The word that is being written; empty at the beginning of one. */
  readonly current: string;
  /** The flag whose value is being written. */
  readonly awaiting: Option | undefined;
  /** Values of the flags so far, and the defaults of the program's own. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Follows the words of a line as far as they are written. */
export function readCommandLine(program: Command, words: readonly string[]): CommandLine {
  const reader = new LineReader(program);
  for (const word of words.slice(0, -1)) reader.take(word);
  const { command, awaiting, options } = reader;
  return { command, current: words.at(-1) ?? '', awaiting, options };
}

class LineReader {
  command: Command;
  awaiting: Option | undefined;
  readonly options: Record<string, unknown>;

  constructor(program: Command) {
    this.command = program;
    this.options = { ...program.opts() };
  }

  take(word: string): void {
    if (this.awaiting !== undefined) this.#takeValue(this.awaiting, word);
    else if (word.startsWith('-')) this.#takeFlag(word);
    else this.command = findCommand(this.command, word) ?? this.command;
  }

  #takeValue(option: Option, value: string): void {
    this.options[option.attributeName()] = value;
    this.awaiting = undefined;
  }

  #takeFlag(word: string): void {
    const [flag, value] = splitFlag(word);
    const option = findOption(this.command, flag);
    if (option?.required === true && value === undefined) this.awaiting = option;
    else if (option !== undefined) this.options[option.attributeName()] = value ?? true;
  }
}

function splitFlag(word: string): readonly [flag: string, value: string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function findCommand(command: Command, word: string): Command | undefined {
  return command.commands.find((child) => child.name() === word || child.aliases().includes(word));
}

function findOption(command: Command, flag: string): Option | undefined {
  for (let at: Command | null = command; at !== null; at = at.parent) {
    const found = at.options.find(({ short, long }) => short === flag || long === flag);
    if (found !== undefined) return found;
  }
  return undefined;
}
