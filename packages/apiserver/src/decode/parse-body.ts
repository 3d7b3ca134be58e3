import { isJsonObject, type JsonObject, type JsonValue, parseJson, quoteGo } from '@flux19/objects';
import { parseYaml } from '@flux19/yaml';
import { DecodeError } from './decode-error.ts';
import { tooDeepAt } from './depth-limit.ts';
import { duplicateFields } from './duplicate-fields.ts';

export interface ParsedBody {
  readonly value: JsonObject;
  /** As `line 3: key "a" already set in map`, for each key that YAML gives again. */
  readonly repeatedKeys: readonly string[];
  /** Paths of fields that the text gives more than once; YAML has `repeatedKeys`. */
  readonly duplicates: readonly string[];
}

/** Reads a body that has to be one JSON object. Throws DecodeError; `expected` is how Go calls what it reads into. */
export function parseBody(text: string, format: 'json' | 'yaml', expected: string = typeMeta): ParsedBody {
  const repeatedKeys: string[] = [];
  const parsed = format === 'json' ? parseJsonText(text) : parseYamlText(text, repeatedKeys);
  const value = parsed === null ? {} : parsed;
  if (!isJsonObject(value)) {
    const why = `json: cannot unmarshal ${typeName(value)} into Go value of type ${expected}`;
    throw new DecodeError(format === 'json' ? why : `error unmarshaling JSON: while decoding JSON: ${why}`);
  }
  return {
    value,
    repeatedKeys,
    duplicates: format === 'json' ? duplicateFields(text, value) : [],
  };
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
function parseYamlText(text: string, repeatedKeys: string[]): JsonValue {
  try {
    const onDuplicateKey = (key: string, line: number): void => {
      repeatedKeys.push(`line ${line}: key ${JSON.stringify(key)} already set in map`);
    };
    return parseYaml(text, { onDuplicateKey }) as JsonValue;
  } catch (cause) {
    const why = goYamlError(cause instanceof Error ? cause.message : String(cause));
    throw new DecodeError(`error converting YAML to JSON: yaml: ${why}`, { cause });
  }
}

/** What Go's YAML reader says where ours says something else. */
const goYamlErrors: readonly (readonly [ours: RegExp, theirs: string])[] = [
  [/^line 1, column \d+: bad indentation of a mapping entry/, 'mapping values are not allowed in this context'],
  [
    /^line (\d+), column \d+: bad indentation of a mapping entry/,
    'line $1: mapping values are not allowed in this context',
  ],
  [
    /^line (\d+), column \d+: unexpected end of the stream within a flow collection/,
    'line $1: did not find expected node content',
  ],
];

function goYamlError(message: string): string {
  const known = goYamlErrors.find(([ours]) => ours.test(message));
  return known === undefined ? message : message.replace(known[0], known[1]);
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
