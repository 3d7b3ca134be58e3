import { type ChildProcess, spawn } from 'node:child_process';
import { GitError } from '../git-error.ts';
import { endProcessGroup } from './end-process-group.ts';

/** How to run a program and how much of it is borne. */
export interface ProcessOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** What the program reads; nothing when absent. */
  readonly input?: string | Uint8Array;
  /** Bytes of standard output after which it is ended with `TooLarge`. */
  readonly maximumOutputBytes: number;
  /** After which it is ended with `Timeout`; absent: only the signal ends it. */
  readonly timeoutMs?: number;
}

export interface ProcessOutcome {
  readonly code: number;
  readonly output: Buffer;
  /** The end of standard error, at most 64 KiB. */
  readonly errors: string;
}

const maximumErrorCharacters = 64 * 1024;

/**
 * Runs a program to its end. Rejects with the signal's reason, or `GitError` `Missing`, `Timeout`, `TooLarge`;
 * an exit code other than 0 is an outcome.
 */
export async function runProcess(
  program: string,
  args: readonly string[],
  options: ProcessOptions,
  signal: AbortSignal,
): Promise<ProcessOutcome> {
  signal.throwIfAborted();
  const { timeoutMs } = options;
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const child = spawn(program, args, {
    cwd: options.folder,
    env: options.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let failure: unknown;
  const end = (why: unknown): void => {
    failure ??= why;
    endProcessGroup(child);
  };
  const onAbort = (): void => end(signal.reason);
  const onTimeout = (): void => end(new GitError('Timeout', `no answer within ${(timeoutMs ?? 0) / 1000}s`));
  signal.addEventListener('abort', onAbort, { once: true });
  timeout?.addEventListener('abort', onTimeout, { once: true });
  try {
    const outcome = await collect(child, options, end);
    if (failure !== undefined) throw failure;
    return outcome;
  } finally {
    signal.removeEventListener('abort', onAbort);
    timeout?.removeEventListener('abort', onTimeout);
  }
}

async function collect(
  child: ChildProcess,
  options: ProcessOptions,
  end: (why: unknown) => void,
): Promise<ProcessOutcome> {
  const chunks: Buffer[] = [];
  let size = 0;
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= options.maximumOutputBytes) chunks.push(chunk);
    else end(new GitError('TooLarge', `git answered with more than ${options.maximumOutputBytes} bytes`));
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString('utf8')).slice(-maximumErrorCharacters);
  });
  // A program that ends without reading everything closes its pipe; its exit code says why.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input ?? '');
  const code = await closed(child);
  return { code, output: Buffer.concat(chunks), errors };
}

/** The exit code, 128 for a process that a signal ended. */
function closed(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      reject(isMissing ? new GitError('Missing', 'git is not installed', { cause: error }) : error);
    });
    child.once('close', (code) => resolve(code ?? 128));
  });
}
