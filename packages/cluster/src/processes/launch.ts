import { type ChildProcess, execFile, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { TerminalSize } from '@flux19/apiserver';
import type { ContainerCommand } from './container-command.ts';
import { inTerminal } from './terminal-program.ts';
import { tethered } from './tether.ts';

export interface LaunchOptions {
  /** Whether somebody writes to the process; else it has nothing to read. */
  readonly hasInput: boolean;
  /** Whether it runs in a terminal, which then is its input and its only output. */
  readonly isTerminal: boolean;
}

/** A process of this machine. It ends when this process does. */
export interface LaunchedProcess {
  readonly stdin: Writable | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Its exit code, once it has ended and all it wrote can be read. Rejects when it could not be started. */
  readonly ended: Promise<number>;
  /** Tells the terminal how large it is. Does nothing where there is none. */
  resize(size: TerminalSize): void;
  /** Signals the process and what it has started. */
  kill(signal: NodeJS.Signals): void;
}

/** Exit code of a process that was ended by a signal that nobody caught, as containers report it. */
const killedCode = 137;

/** Starts a process in a group of its own, so that what it starts ends with it. */
export function launch(command: ContainerCommand, { hasInput, isTerminal }: LaunchOptions): LaunchedProcess {
  const { program, args, folder, environment } = isTerminal ? inTerminal(command) : command;
  const child = spawn(...tethered(program, args), {
    cwd: folder,
    env: { ...environment },
    // Behind the usual three: the tether, and what a terminal tells of itself.
    stdio: [hasInput ? 'pipe' : 'ignore', 'pipe', 'pipe', 'pipe', isTerminal ? 'pipe' : 'ignore'],
    detached: true,
  });
  // A process that ends does not read what is still written to it.
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? killedCode));
  });
  return {
    stdin: child.stdin ?? undefined,
    stdout: child.stdout as Readable,
    stderr: child.stderr as Readable,
    ended,
    resize: isTerminal ? resizer(child, environment['PATH']) : () => undefined,
    kill: (signal) => killGroup(child, signal),
  };
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended in the meantime.
  }
}

/** Sets the size of the terminal that the process tells the name of; a size that comes before the name waits for it. */
function resizer(child: ChildProcess, searchPath: string | undefined): (size: TerminalSize) => void {
  let terminal = '';
  let latest: TerminalSize | undefined;
  const apply = (): void => {
    if (latest === undefined || !/^\/dev\/pts\/\d+$/.test(terminal)) return;
    const { rows, columns } = latest;
    const words = ['-F', terminal, 'rows', String(rows), 'columns', String(columns)];
    // A terminal that is gone needs no size.
    execFile('stty', words, { env: { PATH: searchPath ?? '' } }, () => undefined);
  };
  (child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
    terminal = `${terminal}${text}`.trimEnd();
    apply();
  });
  return (size) => {
    latest = size;
    apply();
  };
}
