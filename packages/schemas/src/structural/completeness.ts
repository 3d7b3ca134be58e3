import type { StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, entry, item } from '../errors/field-path.ts';
import { required } from '../errors/make-field-error.ts';

/** Checks that what `allOf`, `anyOf`, `oneOf` and `not` narrow is described outside of them. */
export function completenessErrors(schema: StructuralSchema, path: string): FieldError[] {
  return narrowingErrors(schema, schema, path, path);
}

function narrowingErrors(
  narrowing: StructuralSchema,
  schema: StructuralSchema,
  schemaPath: string,
  narrowingPath: string,
): FieldError[] {
  const errors =
    narrowing.not === undefined ? [] : nestedErrors(narrowing.not, schema, schemaPath, child(narrowingPath, 'not'));
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const) {
    for (const [index, part] of (narrowing[key] ?? []).entries()) {
      errors.push(...nestedErrors(part, schema, schemaPath, item(child(narrowingPath, key), index)));
    }
  }
  return errors;
}

function nestedErrors(
  nested: StructuralSchema,
  schema: StructuralSchema | undefined,
  schemaPath: string,
  nestedPath: string,
): FieldError[] {
  if (schema === undefined) return [required(schemaPath, `because it is defined in ${nestedPath}`)];
  const errors = narrowingErrors(nested, schema, schemaPath, nestedPath);
  if (nested.items !== undefined) {
    errors.push(...nestedErrors(nested.items, schema.items, child(schemaPath, 'items'), child(nestedPath, 'items')));
  }
  for (const [name, property] of Object.entries(nested.properties ?? {})) {
    const schemaProperty = entry(child(schemaPath, 'properties'), name);
    const nestedProperty = entry(child(nestedPath, 'properties'), name);
    errors.push(...nestedErrors(property, schema.properties?.[name], schemaProperty, nestedProperty));
  }
  return errors;
}
