import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '@flux19/objects';

/** The JSON object in a text; undefined when it is not JSON, or JSON of another kind. */
export function parseJsonObject(text: string): JsonObject | undefined {
  const value = parseAnyJson(text);
  return isJsonObject(value) ? value : undefined;
}

/** The JSON value in a text; undefined when it is not JSON, or nested too deeply to be read. */
export function parseAnyJson(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
