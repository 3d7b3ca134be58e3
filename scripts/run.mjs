// Runs a TypeScript program of this repository on Node 24, whatever Node (20 or newer) started this file;
// installs the dependencies first when they are missing or the lock file has changed.
// Plain JavaScript on purpose: an older Node has to be able to read it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOnNode24 } from '../apps/flux19/bin/node24.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Installs what package-lock.json pins, once per content of that file. Throws when npm fails.
 * Not `npm ci`: it refuses a lock file that lacks packages of other platforms which the registry did not have.
 */
function installDependencies() {
  const stamp = join(root, 'node_modules', '.flux19-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.error('► installing dependencies (npm install) ...');
  const npm = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    throw new Error('npm install failed: see its output above; npm 10 or newer and a package registry are needed');
  }
  writeFileSync(stamp, lock);
}

const [program = '', ...args] = process.argv.slice(2);
try {
  installDependencies();
  runOnNode24(join(root, program), args);
} catch (error) {
  console.error(`✗ ${error.message}`);
  process.exitCode = 1;
}
