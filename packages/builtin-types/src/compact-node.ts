import type { GroupVersionKind } from '@flux19/objects';
import table from './definitions.generated.json' with { type: 'json' };

/** A schema node as the generated table has it: OpenAPI v3 keywords, but `$ref` is a short name and may have siblings. */
export interface CompactNode {
  readonly $ref?: string;
  readonly items?: CompactNode;
  readonly additionalProperties?: CompactNode;
  readonly properties?: Readonly<Record<string, CompactNode>>;
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[];
  readonly [keyword: string]: unknown;
}

/** Looked up with `Object.hasOwn`: names come from outside. */
export const compactDefinitions: Readonly<Record<string, CompactNode>> = table;

const prefix = 'io.k8s.api.';
const otherPrefix = 'io.k8s.';

/** Undoes the shortening of the table: `core.v1.Pod` is `io.k8s.api.core.v1.Pod`. */
export function fullName(shortName: string): string {
  return shortName.startsWith(otherPrefix) ? shortName : prefix + shortName;
}

/** The definition with a full name. */
export function findCompact(name: string): CompactNode | undefined {
  const key = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return Object.hasOwn(compactDefinitions, key) ? compactDefinitions[key] : undefined;
}

/** Calls back for every reference in a definition, with its short name. */
export function visitReferences(node: CompactNode, visit: (shortName: string) => void): void {
  if (node.$ref !== undefined) visit(node.$ref);
  if (node.items !== undefined) visitReferences(node.items, visit);
  if (node.additionalProperties !== undefined) visitReferences(node.additionalProperties, visit);
  for (const property of Object.values(node.properties ?? {})) visitReferences(property, visit);
}

/** A copy of a definition in which every node went through `change`, inner nodes first. */
export function mapNodes(node: CompactNode, change: (node: CompactNode) => CompactNode): CompactNode {
  const copy: Record<string, unknown> = { ...node };
  if (node.items !== undefined) copy['items'] = mapNodes(node.items, change);
  if (node.additionalProperties !== undefined) {
    copy['additionalProperties'] = mapNodes(node.additionalProperties, change);
  }
  if (node.properties !== undefined) {
    const entries = Object.entries(node.properties);
    copy['properties'] = Object.fromEntries(entries.map(([name, property]) => [name, mapNodes(property, change)]));
  }
  return change(copy);
}
