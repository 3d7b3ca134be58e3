import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProcess } from './kustomize/run-process.ts';

const bundle = fileURLToPath(new URL('../../../scripts/bundle.ts', import.meta.url));

export interface BundledFlux19 {
  /** Of the program. */
  readonly path: string;
  readonly folder: string;
  dispose(): void;
}

/** The command as it is published: made anew from the sources, so that what is measured is never an old one. */
export async function bundledFlux19(): Promise<BundledFlux19> {
  const folder = mkdtempSync(join(tmpdir(), 'flux19-bundle-'));
  await runProcess(process.execPath, [bundle, folder]);
  return {
    path: join(folder, 'bin/flux19.cjs'),
    folder,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
