import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleCode } from './bundle-code.ts';
import { type Manifest, readManifest } from './read-manifest.ts';
import { packageFolderOf, thirdPartyNotices } from './third-party-notices.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Packages that stay as they are, in a folder of their own: openpgp since its licence (LGPL) wants it to be replaceable, yaml since our code
 * asks for it when it is used.
 */
const separate = ['openpgp', 'yaml'] as const;

/** Writes the package that is published to a folder, in place of what was there. */
export async function writePackage(folder: string): Promise<{ readonly files: number; readonly sizeBytes: number }> {
  const { files, sources } = await bundleCode({ root, separate });
  rmSync(folder, { recursive: true, force: true });
  for (const [path, code] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code, { mode: path.startsWith('bin/') ? 0o755 : 0o644 });
  }
  const modules = join(root, 'node_modules');
  for (const name of separate) cpSync(join(modules, name), join(folder, 'node_modules', name), { recursive: true });
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(root, 'README.md'), join(folder, 'README.md'));
  const contained = [...sources.map(packageFolderOf), ...separate.map((name) => join(modules, name))];
  writeFileSync(
    join(folder, 'THIRD-PARTY-NOTICES.txt'),
    thirdPartyNotices(contained.filter((path) => path !== undefined)),
  );
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(modules), null, 2)}\n`);
  const sizeBytes = [...files.values()].reduce((sum, code) => sum + code.length, 0);
  return { files: files.size, sizeBytes };
}

function manifest(modules: string): Manifest & Readonly<Record<string, unknown>> {
  const { name, version, license } = readManifest(join(root, 'apps/flux19'));
  const { description, optionalDependencies } = readManifest(root);
  return {
    name,
    version,
    ...(description === undefined ? {} : { description }),
    ...(license === undefined ? {} : { license }),
    bin: { flux19: 'bin/flux19.cjs' },
    exports: { './cluster': './lib/cluster.cjs' },
    engines: { node: '>=20' },
    dependencies: Object.fromEntries(separate.map((other) => [other, readManifest(join(modules, other)).version])),
    bundleDependencies: separate,
    // The Node to run on, for whoever has an older one.
    ...(optionalDependencies === undefined ? {} : { optionalDependencies }),
  };
}
