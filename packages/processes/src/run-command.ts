import { spawn } from 'node:child_process';

export interface CommandOptions {
  /** Text for standard input; none when absent. */
  readonly input?: string | undefined;
  readonly workingFolder?: string;
  /** The whole environment of the command: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the command when it takes longer. */
  readonly timeoutMs?: number;
}

export interface CommandResult {
  /** Exit code; -1 when a signal ended the command. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. Rejects only when it cannot be started. */
export async function runCommand(
  program: string,
  args: readonly string[],
  { input, workingFolder, environment, timeoutMs = 30_000 }: CommandOptions,
): Promise<CommandResult> {
  const child = spawn(program, args, {
    env: environment,
    ...(workingFolder === undefined ? {} : { cwd: workingFolder }),
  });
  const texts = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.err += text;
  });
  // A program that ends before it read its input is judged by its exit code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const limit = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  try {
    const code = await new Promise<number>((done, fail) => {
      child.once('error', fail);
      child.once('close', (exitCode) => done(exitCode ?? -1));
    });
    return { code, ...texts };
  } finally {
    clearTimeout(limit);
  }
}

/** Runs a program that has to succeed and returns what it printed. Rejects with all that it said otherwise. */
export async function mustRun(program: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const { code, out, err } = await runCommand(program, args, options);
  if (code === 0) return out;
  throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${err}${out}`);
}
