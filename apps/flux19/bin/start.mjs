// Starts the command inside a Node 24 process. Nothing else may be imported before the compile cache is on.
import { existsSync, mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder where compiled code is kept from run to run, made if need be; undefined when the person can have none. */
function cacheFolder() {
  const { XDG_CACHE_HOME: named = '' } = process.env;
  try {
    const parent = named.startsWith('/') ? named : join(homedir(), '.cache');
    const folder = join(parent, 'flux19');
    // One by one: Node makes a whole path without end where the file system takes no folders.
    for (const path of [parent, folder]) if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
    return folder;
  } catch {
    return undefined;
  }
}

/** Runs the command line of this process. */
export async function start() {
  // Started directly there was no command line of Node's own to say --disable-warning=ExperimentalWarning in.
  const { emitWarning } = process;
  process.emitWarning = (warning, ...details) => {
    if (details[0] !== 'ExperimentalWarning') emitWarning(warning, ...details);
  };
  if (process.argv[2] === 'kustomize' && process.argv[3] === 'build') await limitMemory();
  // NODE_COMPILE_CACHE has turned it on already. A folder that cannot be written only means that nothing is kept.
  const folder = process.env['NODE_COMPILE_CACHE'] === undefined ? cacheFolder() : undefined;
  if (folder !== undefined) enableCompileCache(folder);
  const { runProcess } = await import('../src/run-process.ts');
  await runProcess();
}

/**
 * A build ends before optimized code would pay off: without the optimizing compilers, and in a young generation that stays small, it takes
 * less time and half the memory. Set before the compile cache is on, which keeps code apart by such flags.
 */
async function limitMemory() {
  const { setFlagsFromString } = await import('node:v8');
  for (const flag of ['--no-opt', '--no-maglev', '--semi-space-growth-factor=1']) setFlagsFromString(flag);
}
