// Makes src/*.generated.json from the OpenAPI and discovery documents of Kubernetes.
// Usage: node packages/builtin-types/scripts/generate.ts [folder with openapi-v2.swagger.json, openapi-v3/ and discovery/]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compactDefinitions } from './compact-definitions.ts';
import { compactDiscovery } from './compact-discovery.ts';

const folder = process.argv[2] ?? fileURLToPath(new URL('../../../../shared/data/kubernetes', import.meta.url));

/** One entry a line, so that a new version of Kubernetes gives a readable difference. */
function save(name: string, entries: readonly string[], [open, close]: readonly [string, string]): void {
  const path = fileURLToPath(new URL(`../src/${name}.generated.json`, import.meta.url));
  const text = `${open}\n${entries.join(',\n')}\n${close}\n`;
  writeFileSync(path, text);
  process.stdout.write(`${name}: ${entries.length} entries, ${Math.round(text.length / 1024)} KB\n`);
}

const readJson = (...path: string[]): unknown => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

const definitions = Object.entries(compactDefinitions(readJson));
save(
  'definitions',
  definitions.map(([name, definition]) => `${JSON.stringify(name)}:${JSON.stringify(definition)}`),
  ['{', '}'],
);
save(
  'discovery',
  compactDiscovery(readJson).map((group) => JSON.stringify(group)),
  ['[', ']'],
);
