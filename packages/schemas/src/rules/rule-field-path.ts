import type { StructuralSchema } from '@flux19/objects';
import { getKey } from '@flux19/objects';
import { child, entry } from '../errors/field-path.ts';
import { additionalSchema } from '../schema/additional-schema.ts';

const segment = /\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]/y;
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

/** Follows a JSON path of fields and map keys (`.a['b.c']`) through a schema; undefined when it leads nowhere. */
export function followFieldPath(
  jsonPath: string,
  schema: StructuralSchema,
  options: { readonly allowBrackets?: boolean } = {},
): FoundField | undefined {
  let found: FoundField = { path: '', schema };
  let position = 0;
  while (position < jsonPath.length) {
    segment.lastIndex = position;
    const match = segment.exec(jsonPath);
    if (match === null) return undefined;
    position = segment.lastIndex;
    const [, name, quoted] = match;
    if (quoted !== undefined && options.allowBrackets === false) return undefined;
    const key = name ?? unescapeText(quoted ?? '');
    const next = key === undefined ? undefined : step(found, key);
    if (next === undefined) return undefined;
    found = next;
  }
  return found;
}

function step({ path, schema }: FoundField, key: string): FoundField | undefined {
  if (schema.properties !== undefined) {
    const property = getKey(schema.properties, key);
    return property === undefined ? undefined : { path: child(path, key), schema: property };
  }
  const additional = additionalSchema(schema);
  return additional === undefined ? undefined : { path: entry(path, key), schema: additional };
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
  return followFieldPath(jsonPath, schema)?.path;
}
