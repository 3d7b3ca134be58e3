import { isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import { parseYaml } from '@flux19/yaml';
import type { CliContext } from '../../../program/cli-context.ts';
import { CliError } from '../../../program/cli-error.ts';
import { readFlagFile } from '../read-file.ts';

/** The values of several files; where they contradict each other, the later file wins. Throws CliError. */
export function mergedValues(paths: readonly string[], context: CliContext): JsonObject {
  return paths.map((path) => readValues(path, context)).reduce(merge, {});
}

function readValues(path: string, context: CliContext): JsonObject {
  const text = readFlagFile(path, `reading values from ${path} failed`, context);
  let values: JsonValue;
  try {
    values = parseYaml(text, { file: path });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`converting values to JSON from ${path} failed: ${why}`, { cause });
  }
  if (values === null) return {};
  if (isJsonObject(values)) return values;
  throw new CliError(`unmarshaling values from ${path} failed: the file does not hold a map`);
}

/** Maps are merged, everything else is replaced. */
export function merge(before: JsonObject, after: JsonObject): JsonObject {
  const merged: JsonObject = { ...before };
  for (const [key, value] of Object.entries(after)) {
    const old = Object.hasOwn(merged, key) ? merged[key] : undefined;
    setKey(merged, key, isJsonObject(old) && isJsonObject(value) ? merge(old, value) : value);
  }
  return merged;
}
