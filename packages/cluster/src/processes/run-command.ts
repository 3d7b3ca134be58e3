import type { Readable, Writable } from 'node:stream';
import type { CommandStreams } from '@flux19/apiserver';
import type { LaunchedProcess } from './launch.ts';

/** How long a process may take to end by itself before it is killed. */
const graceMs = 5_000;

/** Connects a process with a client and resolves with its exit code. A client that goes away takes the process with it. */
export async function runCommand(launched: LaunchedProcess, streams: CommandStreams): Promise<number> {
  const { stdin, stdout, stderr, signal } = streams;
  const stop = (): void => {
    launched.kill('SIGTERM');
    const timer = setTimeout(() => launched.kill('SIGKILL'), graceMs);
    const forget = (): void => clearTimeout(timer);
    launched.ended.then(forget, forget);
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  try {
    void resizeAlong(launched, streams);
    if (launched.stdin !== undefined && stdin !== undefined) void feed(launched.stdin, stdin);
    const [exitCode] = await Promise.all([
      launched.ended,
      drain(launched.stdout, stdout),
      drain(launched.stderr, stderr),
    ]);
    return exitCode;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function resizeAlong({ resize }: LaunchedProcess, { sizes }: CommandStreams): Promise<void> {
  for await (const size of sizes) resize(size);
}

/** Passes input on as fast as it is read and, where that is wanted, its end. */
export async function feed(target: Writable, input: AsyncIterable<Uint8Array>, isEnding = true): Promise<void> {
  for await (const piece of input) {
    if (!target.writable) return;
    await new Promise<void>((resolve) => target.write(piece, () => resolve()));
  }
  if (isEnding) target.end();
}

async function drain(source: Readable, take: ((data: Uint8Array) => Promise<void>) | undefined): Promise<void> {
  for await (const piece of source) await take?.(piece as Buffer);
}
