import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

type ServerProcess = ChildProcessByStdio<null, Readable, Readable>;

/** The processes of one server. */
export class ServerProcesses {
  readonly #children: ServerProcess[] = [];

  get pids(): readonly number[] {
    return this.#children.flatMap(({ pid }) => pid ?? []);
  }

  /** Starts one; what it says on standard error is kept for the error when it fails. */
  start(command: string, args: readonly string[]): ServerProcess {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    // Pipes that nobody empties would stop the process.
    child.stderr.resume();
    this.#children.push(child);
    return child;
  }

  /** Ends all of them, the last first, and resolves when they are gone. */
  async stop(): Promise<void> {
    for (const child of this.#children.toReversed()) {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) continue;
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    }
  }
}

/** The first line that a process prints. Rejects when it ends without one. */
export async function firstLine(output: Readable): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += String(chunk);
    const [line, rest] = text.split('\n', 2);
    if (line !== undefined && rest !== undefined) return line;
  }
  throw new Error(`a server has ended before it was ready; it said: ${JSON.stringify(text)}`);
}
