import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ContainerCommand } from './container-command.ts';

const run = promisify(execFile);

/** The first util-linux whose `script` is told by an option whether the terminal shows what is typed. */
const oldest = [2, 36] as const;

/**
 * Whether the system has the program that runs others in a terminal: `script` of util-linux. There is no terminal without native code
 * otherwise.
 */
export async function hasTerminals(searchPath: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    const { stdout } = await run('script', ['--version'], { env: { PATH: searchPath }, timeout: 5_000 });
    const [, major = 0, minor = 0] = (/util-linux (\d+)\.(\d+)/.exec(stdout) ?? []).map(Number);
    return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  } catch {
    return false;
  }
}

/** The same command in a terminal of its own. Which one that is, it tells in a line on file descriptor 4. */
export function inTerminal(command: ContainerCommand): ContainerCommand {
  const words = [command.program, ...command.args].map(quoted).join(' ');
  return {
    ...command,
    program: 'script',
    args: [
      '--quiet',
      '--flush',
      '--return',
      '--echo',
      'always',
      '--command',
      `tty >&4; exec 4>&-; exec ${words}`,
      '/dev/null',
    ],
    environment: { TERM: 'xterm', SHELL: '/bin/sh', ...command.environment },
  };
}

/** A word as a shell reads it back unchanged. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
