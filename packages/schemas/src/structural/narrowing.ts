import { compileGoRegexp, RegexpError } from '@flux19/expressions';
import type { StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, entry, item } from '../errors/field-path.ts';
import { forbidden, invalid } from '../errors/make-field-error.ts';

/** Keys that may stand only outside of `allOf`, `anyOf`, `oneOf` and `not`, with what is said about each. */
const forbiddenKeys: readonly (readonly [key: keyof StructuralSchema, detail: string])[] = [
  ['type', 'must be empty to be structural'],
  ['additionalProperties', 'must be undefined to be structural'],
  ['default', 'must be undefined to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
  ['x-kubernetes-validations', 'must be empty to be structural'],
];

/** Checks what is inside `allOf`, `anyOf`, `oneOf` and `not`, and the pattern. */
export function narrowingErrors(
  schema: StructuralSchema,
  path: string,
  skipsAnyOf: boolean,
  skipsAnyOfOfFirst: boolean,
): FieldError[] {
  const errors: FieldError[] = [];
  const check = (
    parts: readonly StructuralSchema[] | undefined,
    name: string,
    skips: (index: number) => boolean,
  ): void => {
    for (const [index, part] of (parts ?? []).entries()) {
      errors.push(...nestedErrors(part, item(child(path, name), index), skips(index)));
    }
  };
  if (!skipsAnyOf) check(schema.anyOf, 'anyOf', () => false);
  check(schema.allOf, 'allOf', (index) => skipsAnyOfOfFirst && index === 0);
  check(schema.oneOf, 'oneOf', () => false);
  if (schema.not !== undefined) errors.push(...nestedErrors(schema.not, child(path, 'not'), false));
  return [...errors, ...patternErrors(schema.pattern, path)];
}

function patternErrors(pattern: string | undefined, path: string): FieldError[] {
  if (pattern === undefined) return [];
  try {
    compileGoRegexp(pattern);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof RegexpError)) throw thrown;
    const detail = `must be a valid regular expression, but isn't: ${thrown.message}`;
    return [invalid(child(path, 'pattern'), pattern, detail)];
  }
}

/** Checks a schema inside `allOf`, `anyOf`, `oneOf` or `not`: it may only narrow what is said outside. */
function nestedErrors(schema: StructuralSchema, path: string, skipsAnyOf: boolean): FieldError[] {
  const errors = narrowingErrors(schema, path, skipsAnyOf, false);
  if (schema.items !== undefined) errors.push(...nestedErrors(schema.items, child(path, 'items'), false));
  const properties = child(path, 'properties');
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    errors.push(...nestedErrors(property, entry(properties, name), false));
  }
  for (const [key, detail] of forbiddenKeys) {
    // `additionalProperties: false` only narrows.
    if (schema[key] !== undefined && schema[key] !== false) errors.push(forbidden(child(path, key), detail));
  }
  if (schema.properties?.['metadata'] !== undefined) {
    errors.push(forbidden(entry(properties, 'metadata'), 'must not be specified in a nested context'));
  }
  return errors;
}
