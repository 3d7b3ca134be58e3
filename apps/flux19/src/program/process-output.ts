import type { Terminal } from './terminal.ts';

/** Writes to the standard output and error of this process. */
export const outputOfProcess: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (line) => process.stderr.write(`${line}\n`),
  isWatched: process.stderr.isTTY === true,
};

/** Lets the process end well when nobody reads its output any more: a reader such as `head` has seen enough. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
