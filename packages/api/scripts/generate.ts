// Reads the CustomResourceDefinitions of Flux and writes src/crds.generated.json without what only people read.
// Usage: node packages/api/scripts/generate.ts [FOLDER]   (default ../shared/data/flux-crds)
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseDocuments } from '@flux19/yaml';
import { withoutDescriptions } from '../src/without-descriptions.ts';

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../../../../shared/data/flux-crds'));
const files = globSync('*.yaml', { cwd: folder }).toSorted();
const definitions = files.flatMap((file) =>
  parseDocuments(readFileSync(join(folder, file), 'utf8')).map(({ value }) => value),
);
const text = JSON.stringify(definitions.map(withoutDescriptions));
writeFileSync(join(import.meta.dirname, '../src/crds.generated.json'), `${text}\n`);
