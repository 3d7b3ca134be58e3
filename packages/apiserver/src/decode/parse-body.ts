import { isJsonObject, type JsonObject, type JsonValue, parseJson, quoteGo } from '@flux19/objects';
import { parseYaml } from '@flux19/yaml';
import { DecodeError } from './decode-error.ts';
import { tooDeepAt } from './depth-limit.ts';
import { duplicateFields } from './duplicate-fields.ts';

export interface ParsedBody {
  readonly value: JsonObject;
  /** Paths of fields that the text gives more than once. */
  readonly duplicates: readonly string[];
}

/** Reads a body that has to be one JSON object. Throws DecodeError. */
export function parseBody(text: string, format: 'json' | 'yaml', isStrict: boolean): ParsedBody {
  const parsed = format === 'json' ? parseJsonText(text) : parseYamlText(text);
  const value = parsed === null ? {} : parsed;
  if (!isJsonObject(value)) {
    const why = `json: cannot unmarshal ${typeName(value)} into Go value of type ${typeMeta}`;
    throw new DecodeError(format === 'json' ? why : `error unmarshaling JSON: while decoding JSON: ${why}`);
  }
  return { value, duplicates: isStrict && format === 'json' ? duplicateFields(text, value) : [] };
}

/** What Go reads first of every body. */
const typeMeta =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** Reads JSON text. Throws DecodeError with the text of Go's decoder. */
export function parseJsonText(text: string): JsonValue {
  const deepAt = tooDeepAt(text);
  if (deepAt !== undefined) throw new DecodeError(`invalid character '${text[deepAt]}' exceeded max depth`);
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
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DecodeError(`error converting YAML to JSON: yaml: ${why}`, { cause });
  }
}

/** How messages of the JSON reader begin, and what Go says then. */
const goPlaces: readonly (readonly [string, string])[] = [
  ['Expected property name', 'looking for beginning of object key string'],
  ['Expected double-quoted property name', 'looking for beginning of object key string'],
  ["Expected ',' or '}'", 'after object key:value pair'],
  ["Expected ',' or ']'", 'after array element'],
  ["Expected ':'", 'after object key'],
  ['Unexpected non-whitespace', 'after top-level value'],
  ['Bad escaped character', 'in string escape code'],
  ['Bad control character', 'in string literal'],
];

function goSyntaxError(text: string, thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : '';
  const place = /at position (\d+)/.exec(message)?.[1];
  const isAtEnd = place !== undefined && Number(place) >= text.length;
  if (text.trim() === '' || isAtEnd || message.includes('Unexpected end')) return 'unexpected end of JSON input';
  const token = /^Unexpected token (?:'|")?(.)/u.exec(message)?.[1] ?? text[Number(place ?? 0)] ?? '';
  const [, goPlace = 'looking for beginning of value'] = goPlaces.find(([ours]) => message.startsWith(ours)) ?? [];
  return `invalid character ${quoteGoRune(token)} ${goPlace}`;
}

/** As Go quotes a byte in the messages of its JSON reader. */
function quoteGoRune(rune: string): string {
  if (rune === "'") return "'\\''";
  if (rune === '"') return `'"'`;
  return `'${quoteGo(rune).slice(1, -1)}'`;
}

/** What Go calls the type of a JSON value. */
export function typeName(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
