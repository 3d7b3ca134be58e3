import process from 'node:process';
import { isatty } from 'node:tty';
import { systemClock } from '@flux19/ports';
import type { CliContext } from './program/cli-context.ts';
import { endWithReader, outputOfProcess } from './program/process-output.ts';
import { runCli } from './program/run-cli.ts';
import { progressOn, type Terminal } from './program/terminal.ts';
import { isLocal } from './program/verb-table.ts';

/** The signals that ask a process to end. */
const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs any command line in this process. Resolves to the exit code; never rejects but by a fault of this program. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const client = isLocal(args) ? { connect: withoutCluster } : await connector();
  return await runCli(args, { ...surroundingsOfProcess(), ...client });
}

type Surroundings = Omit<CliContext, 'connect' | 'namespaceOf'>;

/** What any command may touch. */
function surroundingsOfProcess(): Surroundings {
  const stop = new AbortController();
  for (const name of endSignals) {
    process.on(name, () => {
      // Whoever asks twice does not want to wait for an orderly end.
      if (stop.signal.aborted) process.exit(130);
      stop.abort(new Error(`stopped by ${name}`));
    });
  }
  endWithReader();
  const terminal: Terminal = {
    ...outputOfProcess,
    hasColors: process.stdout.isTTY === true && process.stdout.hasColors() && (process.env['NO_COLOR'] ?? '') === '',
    ...(process.stdout.isTTY === true ? { columns: process.stdout.columns } : {}),
  };
  return {
    terminal,
    progress: progressOn(terminal),
    clock: systemClock,
    environment: process.env,
    workingFolder: process.cwd(),
    signal: stop.signal,
    // Node opens standard input when it is first spoken of, which takes time that most commands need not spend.
    input: { [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator]() },
    ...(isatty(0) ? { confirm: confirmOnTerminal } : {}),
  };
}

/** What opens clients; its code is loaded only for command lines that may need a cluster. */
async function connector(): Promise<Required<Pick<CliContext, 'connect' | 'namespaceOf'>>> {
  const [{ loadInClusterConfig }, { connect, namespaceOf }] = await Promise.all([
    import('@flux19/kube'),
    import('./program/connect.ts'),
  ]);
  const inCluster = await loadInClusterConfig({ environment: process.env });
  const surroundings = { environment: process.env, workingFolder: process.cwd(), inCluster };
  return {
    connect: (options, more) => connect(options, surroundings, more),
    namespaceOf: (options) => namespaceOf(options, surroundings),
  };
}

function withoutCluster(): never {
  throw new Error('a command that is said to need no cluster asks for one');
}

async function confirmOnTerminal(question: string, signal: AbortSignal): Promise<boolean> {
  const { ask } = await import('./program/ask.ts');
  return await ask(question, { input: process.stdin, output: process.stderr }, signal);
}
