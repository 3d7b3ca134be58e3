import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '@flux19/ports';

/** A program that runs beside the test until it is stopped. */
export interface BackgroundCommand {
  readonly pid: number;
  /** All of standard output so far. */
  out(): string;
  /** All of standard error so far. */
  err(): string;
  /** Resolves as soon as the output matches. Rejects with all that was said when the program ends or nothing comes. */
  outMatching(pattern: RegExp, deadlineMs?: number): Promise<RegExpMatchArray>;
  errMatching(pattern: RegExp, deadlineMs?: number): Promise<RegExpMatchArray>;
  /** Sends a signal and resolves when the program has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a program with an environment of its own. */
export function startCommand(
  program: string,
  args: readonly string[],
  options: { readonly environment: Readonly<Record<string, string>>; readonly workingFolder?: string },
): BackgroundCommand {
  const child = spawn(program, args, {
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.workingFolder === undefined ? {} : { cwd: options.workingFolder }),
  });
  const texts = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.err += text;
  });
  child.once('error', ({ message }) => {
    texts.err += message;
  });
  const matching =
    (stream: 'out' | 'err') =>
    async (pattern: RegExp, deadlineMs = 20_000): Promise<RegExpMatchArray> => {
      const find = (): RegExpMatchArray => {
        const match = texts[stream].match(pattern);
        if (match === null) throw silence(pattern);
        return match;
      };
      await eventually(() => {
        // What has ended says nothing more.
        if (!hasEnded(child)) find();
      }, deadlineMs);
      return find();
    };
  const silence = (pattern: RegExp): Error =>
    new Error(`${program} ${args.join(' ')} has not said ${pattern}: ${texts.out}\n${texts.err}`);
  return {
    pid: child.pid ?? 0,
    out: () => texts.out,
    err: () => texts.err,
    outMatching: matching('out'),
    errMatching: matching('err'),
    stop: (signal = 'SIGTERM') => endOf(child, signal),
  };
}

/** Whether a program has ended, or could not even be started. */
function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

async function endOf(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'close');
  child.kill(signal);
  await ended;
}
