import type { StructuralSchema } from '@flux19/objects';
import { prune } from '../pruning/prune.ts';

/** Removes, in place, what schemas do not know from their defaults. */
export function pruneDefaults(schema: StructuralSchema): void {
  const isResource = schema['x-kubernetes-embedded-resource'] === true;
  if (schema.default !== undefined) prune(schema.default, schema, { isResourceRoot: isResource });
  for (const property of Object.values(schema.properties ?? {})) pruneDefaults(property);
  if (schema.items !== undefined) pruneDefaults(schema.items);
}
