import { getKey, type StructuralSchema } from '@flux19/objects';
import { PatchError } from '../patch-error.ts';

/** How one field is patched. */
export interface FieldRule {
  /** Schema of the object, or of the elements of the list; undefined where nothing is known. */
  readonly schema: StructuralSchema | undefined;
  /** `merge`, `replace`, or empty for the default: objects are merged and lists replaced. */
  readonly strategy: string;
  /** Whether `$retainKeys` lists the fields that stay. */
  readonly retainsKeys: boolean;
  /** The field that identifies elements of a merged list; empty for lists of scalars. */
  readonly mergeKey: string;
}

const unknownField: FieldRule = { schema: undefined, strategy: '', retainsKeys: false, mergeKey: '' };

/** The rule for a field that holds an object. Throws {@link PatchError} when the schema has no such field. */
export function objectRule(schema: StructuralSchema | undefined, key: string): FieldRule {
  const field = fieldSchema(schema, key);
  return field === undefined ? unknownField : ruleOf(field, field);
}

/** The rule for a field that holds a list. Throws {@link PatchError} when the schema has no such field. */
export function listRule(schema: StructuralSchema | undefined, key: string): FieldRule {
  const field = fieldSchema(schema, key);
  // Kubernetes: a list in the place of an object is patched as a list of such objects.
  return field === undefined ? unknownField : ruleOf(field, field.items ?? field);
}

function fieldSchema(schema: StructuralSchema | undefined, key: string): StructuralSchema | undefined {
  if (schema === undefined) return undefined;
  const field = getKey<StructuralSchema>(schema.properties ?? {}, key);
  if (field !== undefined) return field;
  if (typeof schema.additionalProperties === 'object') return schema.additionalProperties;
  if (schema.additionalProperties || schema['x-kubernetes-preserve-unknown-fields']) return undefined;
  throw new PatchError(missingField(schema, key), { reason: 'Invalid' });
}

// The title is the name of the Go type, where the schema comes from one.
function missingField({ title }: StructuralSchema, key: string): string {
  const field = JSON.stringify(key);
  if (title === undefined) return `unable to find api field ${field}`;
  return `unable to find api field in struct ${title} for the json field ${field}`;
}

function ruleOf(field: StructuralSchema, schema: StructuralSchema): FieldRule {
  const mergeKey = field['x-kubernetes-patch-merge-key'] ?? '';
  const strategies = (field['x-kubernetes-patch-strategy'] ?? '').split(',');
  const others = strategies.filter((strategy) => strategy !== 'retainKeys');
  if (others.length > 1) {
    throw new PatchError(`unexpected patch strategy: [${strategies.join(' ')}]`, { reason: 'Invalid' });
  }
  return { schema, strategy: others[0] ?? '', retainsKeys: others.length < strategies.length, mergeKey };
}
