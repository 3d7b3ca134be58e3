// Runs the generators of all packages, one after the other; stops at the first that fails.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

for (const script of globSync('packages/*/scripts/generate.ts').toSorted()) {
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) {
    process.exitCode = status ?? 1;
    break;
  }
}
