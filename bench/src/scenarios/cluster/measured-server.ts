import { readFileSync } from 'node:fs';

/** An API server in processes of its own, to be measured. */
export interface MeasuredServer {
  /** `https://127.0.0.1:6443`, without a slash at the end. */
  readonly url: string;
  /** Bearer token of an administrator. */
  readonly token: string;
  /** From the start of the first process until /readyz said ok. */
  readonly readyMs: number;
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

const pageBytes = 4096;
const ticksPerSecond = 100;

/** Resident memory of all processes of a server, in MiB; NaN where the system does not tell (it is not Linux). */
export function residentMiB({ pids }: MeasuredServer): number {
  return pids.reduce((sum, pid) => sum + Number(readProcess(pid, 'statm')[1]) * pageBytes, 0) / 2 ** 20;
}

/** Time that the processes of a server have spent on a core so far, in seconds; NaN where the system does not tell. */
export function cpuSeconds({ pids }: MeasuredServer): number {
  // proc(5): fields 14 and 15 of stat are utime and stime; the name before may hold blanks.
  const ticks = (pid: number): number => {
    const fields = readProcess(pid, 'stat').join(' ').split(') ').at(-1)?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  };
  return pids.reduce((sum, pid) => sum + ticks(pid), 0) / ticksPerSecond;
}

function readProcess(pid: number, file: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split(' ');
  } catch {
    return [];
  }
}
