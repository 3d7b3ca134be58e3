import { getKey, type StructuralSchema } from '@flux19/objects';
import { child, entry } from '../errors/field-path.ts';
import { additionalSchema } from '../schema/additional-schema.ts';

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  "'": "'",
  '\\': '\\',
};

/** Where a path leads: the path as errors write it, and the schema there. */
export interface FoundField {
  readonly path: string;
  readonly schema: StructuralSchema;
}

export interface FieldPathOptions {
  /** Whether `['key']` may stand for `.key`. Default: true. */
  readonly allowBrackets?: boolean;
}

/** Follows a JSON path of fields and map keys (`.a['b.c']`) through a schema; a text says why it leads nowhere. */
export function explainFieldPath(
  jsonPath: string,
  schema: StructuralSchema,
  options: FieldPathOptions = {},
): FoundField | string {
  const tokens = tokenize(jsonPath);
  let found: FoundField = { path: '', schema };
  for (let position = 0; position < tokens.length; ) {
    const key = readKey(tokens, position, options.allowBrackets ?? true);
    if (typeof key === 'string') return key;
    const next = step(found, key.name);
    if (typeof next === 'string') return next;
    found = next;
    position = key.end;
    if (!key.isQuoted) continue;
    if (position >= tokens.length) return 'unexpected end of JSON path';
    if (tokens[position] !== ']') return `expected ] but got ${tokens[position]}`;
    position++;
  }
  return found;
}

/** The three delimiters, texts in single quotes, and whatever is between. */
function tokenize(jsonPath: string): string[] {
  return jsonPath.match(/[.[\]]|'(?:[^'\\]|\\.)+'|[^.[\]]+/g) ?? [];
}

interface Key {
  readonly name: string;
  readonly isQuoted: boolean;
  /** Index of the token after the key. */
  readonly end: number;
}

function readKey(tokens: readonly string[], position: number, allowBrackets: boolean): Key | string {
  const delimiter = tokens[position] ?? '';
  if (delimiter !== '.' && delimiter !== '[') return `expected [ or . but got: ${delimiter}`;
  if (delimiter === '[' && !allowBrackets) return 'array notation is not allowed';
  const token = tokens[position + 1];
  if (token === undefined) return 'unexpected end of JSON path';
  const end = position + 2;
  if (delimiter === '.') return { name: token, isQuoted: false, end };
  if (!/^'.*'$/s.test(token) || token.length < 2) return `expected single quoted string but got ${token}`;
  const name = unescapeText(token.slice(1, -1));
  return name === undefined ? 'invalid string literal: invalid escape char' : { name, isQuoted: true, end };
}

function step({ path, schema }: FoundField, key: string): FoundField | string {
  const nowhere = 'does not refer to a valid field';
  if (schema.properties !== undefined) {
    const property = getKey(schema.properties, key);
    return property === undefined ? nowhere : { path: child(path, key), schema: property };
  }
  const additional = additionalSchema(schema);
  return additional === undefined ? nowhere : { path: entry(path, key), schema: additional };
}

function unescapeText(text: string): string | undefined {
  let isValid = true;
  const result = text.replace(/\\(.)/gs, (_sequence, character: string) => {
    const known = escapes[character];
    isValid &&= known !== undefined;
    return known ?? '';
  });
  return isValid ? result : undefined;
}

/** The field path of a rule as errors write it; undefined when it leads nowhere. */
export function normalFieldPath(jsonPath: string, schema: StructuralSchema): string | undefined {
  const found = explainFieldPath(jsonPath, schema);
  return typeof found === 'string' ? undefined : found.path;
}
