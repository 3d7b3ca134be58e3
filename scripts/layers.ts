// Keeps the architecture true: layers.json says which packages exist, in which order, and what they may use from npm.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve, sep } from 'node:path';

interface Layers {
  readonly order: readonly (readonly string[])[];
  readonly external: Readonly<Record<string, readonly string[]>>;
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const layers: Layers = JSON.parse(readFileSync('layers.json', 'utf8'));
const rank = new Map(layers.order.flatMap((names, i) => names.map((name) => [name, i] as const)));
const faults: string[] = [];

function localRank(dependency: string): number | undefined {
  const isLocal = dependency.startsWith('@flux19/') || dependency === 'flux19';
  return isLocal ? rank.get(dependency.replace('@flux19/', '')) : undefined;
}

function checkManifest(path: string, room: string): void {
  const own = rank.get(room);
  if (own === undefined) faults.push(`${path}: ${room} is in no layer of layers.json`);
  const manifest: Manifest = JSON.parse(readFileSync(path, 'utf8'));
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    const other = localRank(dependency);
    const isAllowed =
      other === undefined ? layers.external[room]?.includes(dependency) : other < (own ?? Number.NEGATIVE_INFINITY);
    if (!isAllowed) faults.push(`${path}: ${room} may not depend on ${dependency}`);
  }
}

function checkImports(root: string): void {
  for (const file of globSync(`${root}/src/**/*.ts`)) {
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/\bfrom '(\.[^']*)'/g)) {
      if (!resolve(dirname(file), path).startsWith(resolve(root) + sep))
        faults.push(`${file}: ${path} leaves its package`);
    }
  }
}

const rooms = globSync(['packages/*', 'controllers/*', 'apps/*', 'case-study', 'bench', 'e2e']);
for (const root of rooms.filter((path) => existsSync(`${path}/package.json`))) {
  checkManifest(`${root}/package.json`, basename(root));
  checkImports(root);
}

for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
