import process from 'node:process';
import { loadInClusterConfig } from '@flux19/kube';
import { systemClock } from '@flux19/ports';
import { ask } from './program/ask.ts';
import type { CliContext } from './program/cli-context.ts';
import { connect } from './program/connect.ts';
import { runCli } from './program/run-cli.ts';
import { progressOn, type Terminal } from './program/terminal.ts';

/** The signals that ask a process to end. */
const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (line) => process.stderr.write(`${line}\n`),
  hasColors: process.stdout.isTTY === true && process.stdout.hasColors() && (process.env['NO_COLOR'] ?? '') === '',
  ...(process.stdout.isTTY === true ? { columns: process.stdout.columns } : {}),
};
const stop = new AbortController();
for (const name of endSignals) {
  process.on(name, () => {
    // Whoever asks twice does not want to wait for an orderly end.
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Error(`stopped by ${name}`));
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader such as `head` has seen enough.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const inCluster = await loadInClusterConfig({ environment: process.env });
const context: CliContext = {
  terminal,
  progress: progressOn(terminal),
  clock: systemClock,
  environment: process.env,
  workingFolder: process.cwd(),
  signal: stop.signal,
  input: process.stdin,
  ...(process.stdin.isTTY
    ? { confirm: (question, signal) => ask(question, { input: process.stdin, output: process.stderr }, signal) }
    : {}),
  connect: (options) => connect(options, process.env, inCluster),
};
process.exitCode = await runCli(process.argv.slice(2), context);
