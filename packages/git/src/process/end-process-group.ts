import type { ChildProcess } from 'node:child_process';

/** Between the request to end and the order to. */
const graceMs = 2000;

/**
 * Ends a process that was started `detached`, with the transports and packers that it started in turn.
 * A group that does not listen is killed after two seconds.
 */
export function endProcessGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  timer.unref();
  child.once('close', () => clearTimeout(timer));
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone, or the platform has no groups.
    child.kill(signal);
  }
}
