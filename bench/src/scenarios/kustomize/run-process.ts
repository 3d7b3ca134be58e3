import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a process that has ended took. */
export interface ProcessRun {
  readonly output: Buffer;
  readonly ms: number;
  /** The most memory that was resident, in MiB; NaN where the system does not tell. */
  readonly peakMiB: number;
}

interface RunOptions {
  readonly looksAtMemory?: boolean;
  /** Added to that of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The system keeps the peak itself, so that looking rarely misses only what the last moments add. */
const lookEveryMs = 4;

/** Runs a program to its end, and looks at its memory when asked to, which slows it down. Rejects when it fails. */
export async function runProcess(
  command: string,
  args: readonly string[],
  { looksAtMemory = false, environment = {} }: RunOptions = {},
): Promise<ProcessRun> {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...environment } });
  let peakMiB = Number.NaN;
  const look = (): void => {
    peakMiB = peakOf(child.pid) ?? peakMiB;
  };
  const looking = looksAtMemory ? setInterval(look, lookEveryMs) : undefined;
  try {
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const code = await ended;
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
    return { output: Buffer.concat(chunks), ms: performance.now() - began, peakMiB };
  } finally {
    clearInterval(looking);
  }
}

function peakOf(pid: number | undefined): number | undefined {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
  } catch {
    return undefined;
  }
}

/** Runs a program some times, once for its memory: the fastest, since everything else that a machine does only adds to it. */
export async function fastestRun(times: number, command: string, args: readonly string[]): Promise<ProcessRun> {
  const first = await runProcess(command, args, { looksAtMemory: true });
  let { ms } = first;
  for (let n = 1; n < times; n += 1) ms = Math.min(ms, (await runProcess(command, args)).ms);
  return { ...first, ms };
}
