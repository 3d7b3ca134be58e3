import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';

/** What shells add to the number of the signal that ended a program. */
const signalBase = 128;
const numbers: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};

/**
 * Runs a program that finds the cluster by KUBECONFIG, on the terminal of this process. Resolves when it has ended well. Throws CliError with its
 * exit code otherwise. When this process is told to stop, so is the program.
 */
export async function runBesideCluster(
  [program = '', ...args]: readonly string[],
  kubeconfig: string,
  { environment, workingFolder, signal }: CliContext,
): Promise<void> {
  const env = { ...environment, KUBECONFIG: resolve(workingFolder, kubeconfig) };
  const child = spawn(program, args, { env, cwd: workingFolder, stdio: 'inherit' });
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  try {
    const [code, endedBy] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    if (code === 0) return;
    const exitCode = code ?? signalBase + (numbers[endedBy ?? ''] ?? 0);
    throw new CliError(`${program} ended with ${code === null ? endedBy : `exit code ${code}`}`, { exitCode });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new CliError(`cannot run ${program}: there is no such program`, { cause, exitCode: 127 });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
