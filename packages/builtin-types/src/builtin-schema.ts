import type { GroupVersionKind, StructuralSchema } from '@flux19/objects';
import { builtinDefinitionName } from './definitions.ts';
import { SchemaGraph } from './schema-graph.ts';

const graph = new SchemaGraph();

/**
 * The schema of a built-in kind; undefined for kinds that Kubernetes does not serve itself. Always the same object for the
 * same kind; nodes are shared between kinds and form cycles where types do (JSONSchemaProps).
 *
 * How the types with JSON of their own are written:
 * - Quantity: `x-kubernetes-int-or-string` with `format: quantity`; IntOrString: the same with `format: int-or-string`
 * - Time: string with `format: date-time`; MicroTime: string with `format: micro-time` (RFC 3339 with six digits)
 * - RawExtension, FieldsV1, JSON and any other type without rules: `x-kubernetes-preserve-unknown-fields`
 *
 * `default` is what OpenAPI says, which is Go's zero value more often than not: `''` for a required string, `{}` for a struct.
 */
export function builtinSchema(kind: GroupVersionKind): StructuralSchema | undefined {
  const name = builtinDefinitionName(kind);
  return name === undefined ? undefined : graph.schemaOf(name);
}
