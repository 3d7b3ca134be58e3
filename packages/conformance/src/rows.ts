import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Row } from './table.ts';

/** The folder with conformance data: `FLUX19_SHARED_DATA`, else `../shared/data` beside the repository; undefined when absent. */
export function sharedDataFolder(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const folder =
    environment['FLUX19_SHARED_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
  return existsSync(folder) ? folder : undefined;
}

/** The cases of a `.jsonl` file, one JSON object a line; undefined when there is no such file. */
export function readRows(path: string): readonly Row[] | undefined {
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Row);
}
