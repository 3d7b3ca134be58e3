import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a process that has ended took. */
export interface ProcessRun {
  readonly output: Buffer;
  readonly ms: number;
  /** The most memory that was resident, in MiB; NaN where the system does not tell. */
  readonly peakMiB: number;
}

/** The system keeps the peak itself, so that looking rarely misses only what the last moments add. */
const lookEveryMs = 4;

/** Runs a program to its end. Rejects when it fails. */
export async function runProcess(command: string, args: readonly string[]): Promise<ProcessRun> {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let peakMiB = Number.NaN;
  const looking = setInterval(() => {
    peakMiB = peakOf(child.pid) ?? peakMiB;
  }, lookEveryMs);
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

/** Runs a program some times: the fastest, since everything else that a machine does only adds to it. */
export async function fastestRun(times: number, command: string, args: readonly string[]): Promise<ProcessRun> {
  let best = await runProcess(command, args);
  for (let n = 1; n < times; n += 1) {
    const run = await runProcess(command, args);
    if (run.ms < best.ms) best = run;
  }
  return best;
}
