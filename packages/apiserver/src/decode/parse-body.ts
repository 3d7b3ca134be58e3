import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '@flux19/objects';
import { parseYaml } from '@flux19/yaml';
import { DecodeError } from './decode-error.ts';
import { duplicateFields } from './duplicate-fields.ts';

/** Deeper values are refused, as by Go's decoder. */
const depthLimit = 10_000;

export interface ParsedBody {
  readonly value: JsonObject;
  /** Paths of fields that the text gives more than once. */
  readonly duplicates: readonly string[];
}

/** Reads a body that has to be one JSON object. Throws DecodeError. */
export function parseBody(text: string, format: 'json' | 'yaml', isStrict: boolean): ParsedBody {
  const value = format === 'json' ? parseJsonText(text) : parseYamlText(text);
  if (!isJsonObject(value))
    throw new DecodeError(`json: cannot unmarshal ${typeName(value)} into Go value of type map[string]interface {}`);
  return { value, duplicates: isStrict && format === 'json' ? duplicateFields(text, value) : [] };
}

/** Reads JSON text. Throws DecodeError with the text of Go's decoder. */
export function parseJsonText(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new DecodeError(goSyntaxError(text, cause), { cause });
  }
}

/** Reads one YAML document. Throws DecodeError. */
function parseYamlText(text: string): JsonValue {
  try {
    return parseYaml(text) as JsonValue;
  } catch (cause) {
    throw new DecodeError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function goSyntaxError(text: string, thrown: unknown): string {
  if (thrown instanceof RangeError) return `json: exceeded max depth of ${depthLimit}`;
  const message = thrown instanceof Error ? thrown.message : '';
  const place = /at position (\d+)/.exec(message)?.[1];
  if (text.trim() === '' || message.includes('Unexpected end')) return 'unexpected end of JSON input';
  const token = /^Unexpected token (?:'|")?(.)/u.exec(message)?.[1] ?? text[Number(place ?? 0)] ?? '';
  return `invalid character '${token}' looking for beginning of value`;
}

function typeName(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
