import type { StructuralSchema } from '@flux19/objects';

/** The schema of entries with free keys; undefined when there is none or when only `true` or `false` is said. */
export function additionalSchema(schema: StructuralSchema): StructuralSchema | undefined {
  const { additionalProperties } = schema;
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
