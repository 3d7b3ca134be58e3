// Finds the Node 24 that Flux-19 runs on. Plain JavaScript on purpose: an older Node has to be able to read it.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isNode24, nodeFlags } from './is-node24.mjs';

/**
 * The path of a Node of version 24.12 or newer: the one that npm installed with the dependencies, else the running one.
 * Throws an Error that says what to install when there is neither.
 */
function node24() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(manifest), process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
  } catch (cause) {
    if (isNode24()) return process.execPath;
    throw new Error(
      `Flux-19 runs on Node 24.12 or newer; this is ${process.versions.node} and ${name} is not installed: install Node 24 and try again`,
      { cause },
    );
  }
}

/** Runs a TypeScript program on Node 24 in the foreground; this process ends as it ends. */
export function runOnNode24(program, args) {
  const child = spawn(node24(), [...nodeFlags, program, ...args], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to the child as well, so passing it on would count twice.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    console.error(`✗ cannot start Node 24: ${error.message}`);
    process.exitCode = 1;
  });
  child.once('close', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 1;
  });
}
