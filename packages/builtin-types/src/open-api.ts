import { type CompactNode, findCompact, fullName, mapNodes } from './compact-node.ts';
import type { OpenApiNode } from './facts.ts';

/**
 * The raw facts of a definition by its OpenAPI name, `io.k8s.api.apps.v1.Deployment`: keywords of OpenAPI v3, but `$ref`
 * is the plain name of another definition and may have siblings (`default`, `x-kubernetes-*`).
 */
export function builtinDefinition(name: string): OpenApiNode | undefined {
  const node = findCompact(name);
  return node === undefined ? undefined : mapNodes(node, (part) => withReference(part, ''));
}

/** A definition as `/openapi/v2` prints it: references `#/definitions/…`, no defaults, no descriptions. */
export function openApiV2Definition(name: string): OpenApiNode | undefined {
  const node = findCompact(name);
  if (node === undefined) return undefined;
  return mapNodes(node, ({ default: _, oneOf, ...part }) => {
    // Quantity and IntOrString are the only unions; v2 has none and calls them strings.
    return withReference(oneOf === undefined ? part : { ...part, type: 'string' }, '#/definitions/');
  });
}

/**
 * A definition as `/openapi/v3/apis/<group>/<version>` prints it: references `#/components/schemas/…`, no descriptions.
 * The group and version only matter for DeleteOptions and WatchEvent, which name the kinds of the document that holds them.
 */
export function openApiV3Definition(name: string, group: string, version: string): OpenApiNode | undefined {
  const node = findCompact(name);
  if (node === undefined) return undefined;
  const printed = mapNodes(node, (part) => wrapReference(withReference(part, '#/components/schemas/')));
  const kinds = node['x-kubernetes-group-version-kind'] ?? [];
  if (kinds.length < 2) return printed;
  const local = kinds.filter((kind) => kind.group === '' || (kind.group === group && kind.version === version));
  return { ...printed, 'x-kubernetes-group-version-kind': local };
}

function withReference(node: CompactNode, prefix: string): CompactNode {
  return node.$ref === undefined ? node : { ...node, $ref: prefix + fullName(node.$ref) };
}

/** In v3 a reference cannot have siblings. */
function wrapReference(node: CompactNode): CompactNode {
  const { $ref, ...siblings } = node;
  if ($ref === undefined || Object.keys(siblings).length === 0) return node;
  return { ...siblings, allOf: [{ $ref }] };
}
