import type { ReadJson } from './read-json.ts';

type Node = Record<string, unknown>;

interface OpenApiV2 {
  readonly definitions: Readonly<Record<string, Node>>;
}

interface OpenApiV3 {
  readonly components?: { readonly schemas?: Readonly<Record<string, Node>> };
}

interface OpenApiV3Index {
  readonly paths: Readonly<Record<string, unknown>>;
}

/** Every definition by its short name, sorted. The v3 documents have the defaults, the v2 document the full lists of kinds. */
export function compactDefinitions(readJson: ReadJson): Record<string, Node> {
  const v2 = readJson('openapi-v2.swagger.json') as OpenApiV2;
  const v3 = new Map(v3Documents(readJson).flatMap((document) => Object.entries(document.components?.schemas ?? {})));
  const compact: Record<string, Node> = {};
  for (const name of Object.keys(v2.definitions).toSorted()) {
    const node = compactNode(v3.get(name) ?? {});
    const kinds = v2.definitions[name]?.['x-kubernetes-group-version-kind'];
    if (kinds !== undefined) node['x-kubernetes-group-version-kind'] = kinds;
    compact[shortName(name)] = node;
  }
  return compact;
}

function v3Documents(readJson: ReadJson): OpenApiV3[] {
  const groups = readJson('discovery', 'apis.json') as { groups: { versions: { groupVersion: string }[] }[] };
  const paths = groups.groups.flatMap((group) => group.versions.map((version) => `apis/${version.groupVersion}`));
  const files = ['api', 'apis', 'api/v1', 'version', ...paths].map((path) => path.replaceAll('/', '__'));
  return files.map((file) => readJson('openapi-v3', `${file}_openapi.json`) as OpenApiV3 & OpenApiV3Index);
}

function shortName(name: string): string {
  return name.startsWith('io.k8s.api.') ? name.slice('io.k8s.api.'.length) : name;
}

function compactNode(node: Node): Node {
  const { description: _, allOf, $ref, properties, ...rest } = node;
  const reference = ($ref ?? (allOf as Node[] | undefined)?.[0]?.['$ref']) as string | undefined;
  if (reference !== undefined) rest['$ref'] = shortName(reference.slice('#/components/schemas/'.length));
  for (const nested of ['items', 'additionalProperties']) {
    if (typeof rest[nested] === 'object') rest[nested] = compactNode(rest[nested] as Node);
  }
  if (properties !== undefined) {
    const entries = Object.entries(properties as Record<string, Node>);
    rest['properties'] = Object.fromEntries(entries.map(([name, property]) => [name, compactNode(property)]));
  }
  return rest;
}
