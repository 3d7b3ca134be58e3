import type { GroupVersionKind } from '@flux19/objects';
import { compactDefinitions, fullName, visitReferences } from './compact-node.ts';
import { lazily } from './lazily.ts';
import { builtinResources } from './resources.ts';

/** All definition names, sorted. */
export const builtinDefinitionNames: () => readonly string[] = lazily(() =>
  Object.keys(compactDefinitions).map(fullName).toSorted(),
);

const shortNamesByKind = lazily(() => {
  const index = new Map<string, string>();
  for (const [name, node] of Object.entries(compactDefinitions)) {
    const [kind, ...others] = node['x-kubernetes-group-version-kind'] ?? [];
    // DeleteOptions and WatchEvent belong to every group: they are no kind of one.
    if (kind !== undefined && others.length === 0) index.set(kindKey(kind), name);
  }
  return index;
});

/** The definition name of a kind: `io.k8s.api.apps.v1.Deployment`. */
export function builtinDefinitionName(kind: GroupVersionKind): string | undefined {
  const name = shortNamesByKind().get(kindKey(kind));
  return name === undefined ? undefined : fullName(name);
}

/** What the documents hold for the sake of a verb. */
const namesByVerb: Readonly<Record<string, readonly string[]>> = {
  delete: ['DeleteOptions', 'Status'],
  patch: ['Patch'],
  watch: ['WatchEvent'],
};

/** Names of the definitions in the OpenAPI v3 document of a group and version, sorted; empty for unknown ones. */
export function builtinDefinitionsOf(group: string, version: string): readonly string[] {
  const resources = builtinResources().filter((facts) => facts.group === group && facts.version === version);
  if (resources.length === 0) return [];
  const reached = new Set<string>();
  const reach = (name: string): void => {
    const node = compactDefinitions[name];
    if (node === undefined || reached.has(name)) return;
    reached.add(name);
    visitReferences(node, reach);
  };
  const kinds = shortNamesByKind();
  const verbs = new Set(resources.flatMap((facts) => [facts, ...facts.subresources].flatMap((part) => part.verbs)));
  for (const name of ['APIResourceList', ...[...verbs].flatMap((verb) => namesByVerb[verb] ?? [])]) {
    reach(`io.k8s.apimachinery.pkg.apis.meta.v1.${name}`);
  }
  for (const resource of resources) {
    const list = { ...resource, kind: `${resource.kind}List` };
    for (const kind of [resource, list, ...resource.subresources]) reach(kinds.get(kindKey(kind)) ?? '');
  }
  return [...reached].map(fullName).toSorted();
}

function kindKey({ group, version, kind }: GroupVersionKind): string {
  return `${group}/${version}/${kind}`;
}
