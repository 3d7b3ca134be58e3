import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isJsonObject, type JsonValue } from '@flux19/objects';
import type { Exchange, Telling } from './exchange.ts';

const folder: string = fileURLToPath(new URL('testdata/', import.meta.url));
const lineWidth = 140;

/** Reads what the real server answered to a story; undefined when that has not been recorded. */
export function readAnswers(subject: string): Telling | undefined {
  const file = join(folder, `${subject}.json`);
  if (!existsSync(file)) return undefined;
  return { subject, exchanges: JSON.parse(readFileSync(file, 'utf8')) as Exchange[] };
}

/** Keeps what the real server answered, in lines that show well what a later recording changes. */
export function writeAnswers({ subject, exchanges }: Telling): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${subject}.json`), `${print(exchanges as unknown as JsonValue, '')}\n`);
}

/** What fits on a line stands on one. */
function print(value: JsonValue, indent: string): string {
  const line = JSON.stringify(value);
  if (indent.length + line.length <= lineWidth) return line;
  const inner = `${indent} `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => inner + print(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (!isJsonObject(value)) return line;
  const fields = Object.entries(value).map(
    ([key, field]) => `${inner}${JSON.stringify(key)}: ${print(field ?? null, inner)}`,
  );
  return `{\n${fields.join(',\n')}\n${indent}}`;
}
