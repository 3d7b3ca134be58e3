import { compileGoRegexp, type GoRegexp } from '@flux19/expressions';
import type { JsonValue, StructuralSchema } from '@flux19/objects';
import { formatCheck } from '../formats/format-check.ts';
import { additionalSchema } from './additional-schema.ts';

/** A schema node prepared for validation: everything that does not depend on the value is worked out once. */
export interface SchemaNode {
  readonly schema: StructuralSchema;
  readonly types: readonly string[];
  readonly nullable: boolean;
  /** Empty when the schema names none, or one that is not checked for its type. */
  readonly format: string;
  readonly checkFormat: ((text: string) => boolean) | undefined;
  readonly properties: ReadonlyMap<string, SchemaNode>;
  readonly additional: SchemaNode | undefined;
  readonly forbidsAdditional: boolean;
  readonly items: SchemaNode | undefined;
  readonly required: readonly string[];
  readonly enum: readonly JsonValue[] | undefined;
  readonly pattern: GoRegexp | undefined;
  /** Why the pattern is no regular expression. */
  readonly patternError: string | undefined;
  readonly allOf: readonly SchemaNode[];
  readonly anyOf: readonly SchemaNode[];
  readonly oneOf: readonly SchemaNode[];
  readonly not: SchemaNode | undefined;
  readonly hasCombinators: boolean;
}

const nodes = new WeakMap<StructuralSchema, SchemaNode>();

/** The prepared form of a schema. Made once per schema object, which must not change afterwards; cycles are fine. */
export function schemaNode(schema: StructuralSchema): SchemaNode {
  return nodes.get(schema) ?? prepare(schema);
}

function prepare(schema: StructuralSchema): SchemaNode {
  const isIntOrString = schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string';
  const types = isIntOrString
    ? ['integer', 'string']
    : schema.type === undefined || schema.type === ''
      ? []
      : [schema.type];
  const format = checkedFormat(schema.format ?? '', types);
  const { pattern, patternError } = preparePattern(schema.pattern);
  const node: { -readonly [Key in keyof SchemaNode]: SchemaNode[Key] } = {
    schema,
    types,
    nullable: schema.nullable === true,
    format,
    checkFormat: formatCheck(format),
    properties: new Map(),
    additional: undefined,
    forbidsAdditional: schema.additionalProperties === false,
    items: undefined,
    required: schema.required ?? [],
    enum: schema.enum !== undefined && schema.enum.length > 0 ? schema.enum : undefined,
    pattern,
    patternError,
    allOf: [],
    anyOf: [],
    oneOf: [],
    not: undefined,
    hasCombinators: false,
  };
  // Known before its children are prepared, so that a schema that contains itself comes to an end.
  nodes.set(schema, node);
  prepareChildren(node, schema);
  return node;
}

function prepareChildren(
  node: { -readonly [Key in keyof SchemaNode]: SchemaNode[Key] },
  schema: StructuralSchema,
): void {
  const additional = additionalSchema(schema);
  node.properties = new Map(Object.entries(schema.properties ?? {}).map(([name, below]) => [name, schemaNode(below)]));
  node.additional = additional === undefined ? undefined : schemaNode(additional);
  node.items = schema.items === undefined ? undefined : schemaNode(schema.items);
  node.allOf = (schema.allOf ?? []).map(schemaNode);
  node.anyOf = (schema.anyOf ?? []).map(schemaNode);
  node.oneOf = (schema.oneOf ?? []).map(schemaNode);
  node.not = schema.not === undefined ? undefined : schemaNode(schema.not);
  node.hasCombinators = node.allOf.length + node.anyOf.length + node.oneOf.length > 0 || node.not !== undefined;
}

/** kube-apiserver drops formats that it does not check for a type. */
function checkedFormat(format: string, types: readonly string[]): string {
  const type = types.length === 1 ? types[0] : '';
  if (type === '' || type === 'string') return formatCheck(format) === undefined ? '' : format;
  if (type === 'integer') return format === 'int32' || format === 'int64' ? format : '';
  if (type === 'number') return format === 'float' || format === 'double' ? format : '';
  return '';
}

function preparePattern(pattern: string | undefined): {
  pattern: GoRegexp | undefined;
  patternError: string | undefined;
} {
  if (pattern === undefined || pattern === '') return { pattern: undefined, patternError: undefined };
  try {
    return { pattern: compileGoRegexp(pattern), patternError: undefined };
  } catch (thrown) {
    return { pattern: undefined, patternError: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
