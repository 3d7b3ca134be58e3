import type { StructuralSchema } from '@flux19/objects';
import { additionalSchema } from './additional-schema.ts';

/**
 * Makes a memoised question: does this schema, or any schema below it, have a property? Lets walks skip whole subtrees.
 * Schemas may be cyclic and must not change after the first question.
 */
export function reaches(has: (schema: StructuralSchema) => boolean): (schema: StructuralSchema) => boolean {
  const known = new WeakMap<StructuralSchema, boolean>();
  return (schema) => {
    const answer = known.get(schema);
    if (answer !== undefined) return answer;
    const seen = new Set([schema]);
    const found = search(seen, has, known);
    known.set(schema, found);
    // A search that found nothing has seen everything below, so that none of it has to be asked again.
    if (!found) for (const visited of seen) known.set(visited, false);
    return found;
  };
}

function search(
  seen: Set<StructuralSchema>,
  has: (schema: StructuralSchema) => boolean,
  known: WeakMap<StructuralSchema, boolean>,
): boolean {
  // A set may grow while it is walked: this is a breadth-first search.
  for (const schema of seen) {
    if (has(schema) || known.get(schema) === true) return true;
    for (const below of childSchemas(schema)) seen.add(below);
  }
  return false;
}

function childSchemas(schema: StructuralSchema): StructuralSchema[] {
  const children = Object.values(schema.properties ?? {});
  const additional = additionalSchema(schema);
  if (additional !== undefined) children.push(additional);
  if (schema.items !== undefined) children.push(schema.items);
  return children;
}
