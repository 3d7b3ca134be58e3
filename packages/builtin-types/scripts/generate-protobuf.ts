// Makes src/protobuf.generated.json: the fields of each built-in message in the order of their numbers.
// Usage: node packages/builtin-types/scripts/generate-protobuf.ts <folder with the modules api/ and apimachinery/ of k8s.io>
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compactDefinitions } from '../src/compact-node.ts';
import { type ProtobufField, protobufMessages } from './protobuf-messages.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('give the folder with the generated.proto files');

/** Names as in definitions.generated.json. */
const shortName = (name: string): string => name.replace(/^k8s\.io\./, 'io.k8s.').replace(/^io\.k8s\.api\./, '');

const messages = new Map<string, readonly ProtobufField[]>();
for (const path of globSync('{api,apimachinery}/**/generated.proto', { cwd: folder })) {
  const text = readFileSync(join(folder, path), 'utf8');
  for (const [name, fields] of protobufMessages(text)) messages.set(shortName(name), fields);
}

const lines = new Map<string, string>();

/** What JSON calls a field: some differ in their capital letters. Undefined when JSON has no such field. */
function jsonName(definition: string, { name }: ProtobufField): string | undefined {
  const properties = compactDefinitions[definition]?.properties;
  if (properties === undefined) return name;
  return Object.keys(properties).find((property) => property.toLowerCase() === name.toLowerCase());
}

/** JSON has the fields of some messages among those of the message that holds them; they are marked by a plus. */
function add(name: string): void {
  const fields = messages.get(name);
  if (fields === undefined || lines.has(name)) return;
  const words: string[] = Array(Math.max(0, ...fields.map(({ number }) => number))).fill('-');
  for (const field of fields) {
    const held = shortName(field.type);
    const word = jsonName(name, field) ?? (messages.has(held) ? `+${held}` : '-');
    words[field.number - 1] = word;
    if (word.startsWith('+')) add(held);
  }
  lines.set(name, words.join(' '));
}

for (const name of Object.keys(compactDefinitions)) add(name);
const entries = [...lines].toSorted().map(([name, fields]) => `${JSON.stringify(name)}:${JSON.stringify(fields)}`);
const target = fileURLToPath(new URL('../src/protobuf.generated.json', import.meta.url));
writeFileSync(target, `{\n${entries.join(',\n')}\n}\n`);
process.stdout.write(`protobuf: ${entries.length} messages\n`);
