import type { KubeClient } from '@flux19/kube';
import { type Clock, systemClock } from '@flux19/ports';
import type { CliContext } from '../program/cli-context.ts';
import { runCli } from '../program/run-cli.ts';
import { progressOn, type Terminal } from '../program/terminal.ts';
import { splitWords } from './split-words.ts';

/** What a command line did. */
export interface LineResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Both, in the order in which they were written. */
  readonly output: string;
  /** What the failure said, without its mark; empty without one. */
  readonly error: string;
}

export interface LineOptions {
  readonly client?: KubeClient;
  readonly clock?: Clock;
  readonly workingFolder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Nobody watches standard error. */
  readonly isPiped?: boolean;
  readonly confirm?: CliContext['confirm'];
  readonly input?: AsyncIterable<Uint8Array>;
  readonly fetch?: CliContext['fetch'];
}

/** Runs a command line in this process, as a shell would split it. */
export async function runLine(line: string, options: LineOptions = {}): Promise<LineResult> {
  let out = '';
  let err = '';
  let output = '';
  const terminal: Terminal = {
    out: (text) => {
      out += text;
      output += text;
    },
    err: (text) => {
      err += `${text}\n`;
      output += `${text}\n`;
    },
    isWatched: options.isPiped !== true,
  };
  const code = await runCli(splitWords(line), {
    terminal,
    progress: progressOn(terminal),
    clock: options.clock ?? systemClock,
    environment: options.environment ?? {},
    workingFolder: options.workingFolder ?? '/',
    signal: options.signal ?? new AbortController().signal,
    connect: () => {
      if (options.client === undefined) throw new Error('this test has no cluster');
      return options.client;
    },
    ...(options.confirm === undefined ? {} : { confirm: options.confirm }),
    ...(options.input === undefined ? {} : { input: options.input }),
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  const error = code === 0 ? '' : (/^✗ ([^\n]*)\n(?: {2}[^\n]*\n)*$/m.exec(err)?.[1] ?? '');
  return { code, out, err, output, error };
}
