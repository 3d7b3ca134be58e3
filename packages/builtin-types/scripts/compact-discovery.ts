import type { ReadJson } from './read-json.ts';

interface ApiResource {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly storageVersionHash?: string;
}

interface ApiGroup {
  readonly name: string;
  readonly versions: readonly { readonly version: string }[];
}

/** Groups in the order of discovery, the core group first; each with its versions and resources as discovery lists them. */
export function compactDiscovery(readJson: ReadJson): unknown[] {
  const { groups } = readJson('discovery', 'apis.json') as { groups: ApiGroup[] };
  const resourcesOf = (file: string) => compactResources(readJson('discovery', file) as { resources: ApiResource[] });
  const core = { group: '', versions: [{ version: 'v1', resources: resourcesOf('api__v1.json') }] };
  const named = groups.map((group) => ({
    group: group.name,
    versions: group.versions.map(({ version }) => ({
      version,
      resources: resourcesOf(`apis__${group.name}__${version}.json`),
    })),
  }));
  return [core, ...named];
}

function compactResources(list: { readonly resources: readonly ApiResource[] }): unknown[] {
  return list.resources.map((resource) => ({
    name: resource.name,
    kind: resource.kind,
    ...(resource.group === undefined ? {} : { group: resource.group }),
    ...(resource.version === undefined ? {} : { version: resource.version }),
    ...(resource.singularName === '' ? {} : { singular: resource.singularName }),
    ...(resource.namespaced ? { namespaced: true } : {}),
    verbs: resource.verbs.join(' '),
    ...(resource.shortNames === undefined ? {} : { shortNames: resource.shortNames }),
    ...(resource.categories === undefined ? {} : { categories: resource.categories }),
    ...(resource.storageVersionHash === undefined ? {} : { hash: resource.storageVersionHash }),
  }));
}
