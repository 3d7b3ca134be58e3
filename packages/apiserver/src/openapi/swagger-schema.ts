import type { OpenApiNode } from '@flux19/builtin-types';
import { isJsonObject } from '@flux19/objects';

/** Keywords that Swagger 2.0 has no words for. */
const unknownKeywords: ReadonlySet<string> = new Set(['nullable', 'oneOf', 'anyOf', 'not', 'default']);

/**
 * A schema of a custom resource in the words of Swagger 2.0. What they cannot say is left out; where that would make a
 * client believe something false (nullable values, int-or-string), the type is left out too.
 */
export function toSwaggerSchema(node: OpenApiNode): OpenApiNode {
  return convert(node) as OpenApiNode;
}

function convert(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(convert);
  if (!isJsonObject(node)) return node;
  const isLoose = node['nullable'] === true || node['x-kubernetes-int-or-string'] === true;
  const preserves = node['x-kubernetes-preserve-unknown-fields'] === true;
  const entries = Object.entries(node).flatMap(([key, value]): [string, unknown][] => {
    if (unknownKeywords.has(key) || (key === 'type' && isLoose)) return [];
    if (preserves && (key === 'items' || key === 'properties')) return [];
    if (key === 'properties' && isJsonObject(value)) {
      return [[key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, convert(inner)]))]];
    }
    return [[key, key === 'enum' ? value : convert(value)]];
  });
  return Object.fromEntries(entries);
}
