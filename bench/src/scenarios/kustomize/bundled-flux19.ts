import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProcess } from './run-process.ts';

const bundle = fileURLToPath(new URL('../../../../scripts/bundle.ts', import.meta.url));

/** The command as it is published: made anew from the sources, so that what is measured is never an old one. */
export async function bundledFlux19(): Promise<{ readonly path: string; dispose(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'flux19-bundle-'));
  await runProcess(process.execPath, [bundle, folder]);
  return {
    path: join(folder, 'bin/flux19.cjs'),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
