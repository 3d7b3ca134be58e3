import type { CelType } from '@flux19/cel';
import type { StructuralSchema } from '@flux19/objects';
import { additionalSchema } from '../schema/additional-schema.ts';
import { escapeName, isReservedWord } from './escape-name.ts';
import { asResource } from './resource-schema.ts';

/**
 * The type that rules see for a schema, with what is needed to estimate costs; undefined when rules can't see such values:
 * unknown fields, lists and maps of them, and anything without a type.
 */
export interface DeclaredType {
  readonly type: CelType;
  /** Largest number of characters, items or entries; undefined where that says nothing. */
  readonly maxElements: number | undefined;
  /** Fewest bytes of JSON. */
  readonly minSize: number;
  readonly element?: DeclaredType;
  readonly fields?: ReadonlyMap<string, DeclaredType>;
}

/** Largest request that kube-apiserver takes, by which it bounds what schemas leave open. */
export const maxRequestBytes: number = 3 * 1024 * 1024;

/**
 * Declares the type of a schema. `name` is the name of the type if it is an object. A schema inside itself has no type that
 * could be written down: rules can't see such values.
 */
export function declaredType(
  schema: StructuralSchema,
  isResource: boolean,
  name: string,
  around: readonly StructuralSchema[] = [],
): DeclaredType | undefined {
  if (around.includes(schema)) return undefined;
  const inside = [...around, schema];
  if (schema['x-kubernetes-int-or-string'] === true) return simple('dyn', 1, textLimit(schema, maxRequestBytes - 2));
  switch (schema.type) {
    case 'array':
      return listType(schema, name, inside);
    case 'object':
      return objectType(isResource ? asResource(schema) : schema, name, inside);
    case 'string':
      return textType(schema);
    case 'boolean':
      return simple('bool', 4, undefined);
    case 'number':
      return simple('double', 1, undefined);
    case 'integer':
      return simple('int', 1, undefined);
    default:
      return undefined;
  }
}

type Around = readonly StructuralSchema[];

function below(schema: StructuralSchema, name: string, around: Around): DeclaredType | undefined {
  return declaredType(schema, schema['x-kubernetes-embedded-resource'] === true, name, around);
}

type SimpleName = 'dyn' | 'bool' | 'double' | 'int' | 'string' | 'bytes' | 'duration' | 'timestamp';

function simple(kind: SimpleName, minSize: number, maxElements: number | undefined): DeclaredType {
  return { type: { kind }, minSize, maxElements };
}

/** Lengths count characters, sizes bytes: a character is up to four of them. */
function textLimit({ maxLength }: StructuralSchema, otherwise: number): number {
  return maxLength === undefined ? otherwise : Math.max(0, maxLength) * 4;
}

function textType(schema: StructuralSchema): DeclaredType {
  switch (schema.format) {
    case 'byte':
      return simple('bytes', 2, schema.maxLength === undefined ? maxRequestBytes - 2 : Math.max(0, schema.maxLength));
    case 'duration':
      return simple('duration', 3, 32);
    case 'date':
      return simple('timestamp', 12, 12);
    case 'date-time':
      return simple('timestamp', 21, 32);
    default:
      return simple('string', 2, textLimit(schema, longestChoice(schema) ?? maxRequestBytes - 2));
  }
}

function longestChoice({ enum: choices }: StructuralSchema): number | undefined {
  if (choices === undefined || choices.length === 0) return undefined;
  const lengths = choices.map((choice) => (typeof choice === 'string' ? new TextEncoder().encode(choice).length : 0));
  return Math.max(...lengths);
}

function listType(schema: StructuralSchema, name: string, around: Around): DeclaredType | undefined {
  const element = schema.items === undefined ? undefined : below(schema.items, `${name}.@idx`, around);
  if (element === undefined) return undefined;
  const fitting = Math.trunc((maxRequestBytes - 2) / (element.minSize + 1));
  const maxElements = schema.maxItems === undefined ? fitting : Math.max(0, schema.maxItems);
  return { type: { kind: 'list', element: element.type }, element, minSize: 2, maxElements };
}

function objectType(schema: StructuralSchema, name: string, around: Around): DeclaredType | undefined {
  const additional = additionalSchema(schema);
  if (additional === undefined) return structType(schema, name, around);
  const element = below(additional, `${name}.@elem`, around);
  if (element === undefined) return undefined;
  const fitting = Math.trunc((maxRequestBytes - 2) / (element.minSize + 6));
  const maxElements = schema.maxProperties === undefined ? fitting : Math.max(0, schema.maxProperties);
  return { type: { kind: 'map', key: { kind: 'string' }, value: element.type }, element, minSize: 2, maxElements };
}

function structType(schema: StructuralSchema, name: string, around: Around): DeclaredType {
  const fields = new Map<string, DeclaredType>();
  let minSize = 2;
  for (const [property, propertySchema] of Object.entries(schema.properties ?? {})) {
    const escaped = escapeName(property);
    const field = below(propertySchema, `${name}.${escaped ?? property}`, around);
    if (field === undefined) continue;
    if (escaped !== undefined) fields.set(escaped, field);
    const isSent = schema.required?.includes(property) === true && propertySchema.default === undefined;
    if (isSent) minSize += property.length + field.minSize + 4;
  }
  const types = new Map([...fields].map(([field, declared]) => [field, declared.type]));
  // Words of the language may be written as they are where a field is selected.
  for (const [field, type] of [...types]) {
    const word = /^__([a-z]+)__$/.exec(field)?.[1];
    if (word !== undefined && isReservedWord(word)) types.set(word, type);
  }
  return { type: { kind: 'object', name, fields: types }, fields, minSize, maxElements: undefined };
}
