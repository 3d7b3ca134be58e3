import { printDocuments } from '@flux19/yaml';
import { effectiveNamespace } from '../identity/gvk.ts';
import type { Resource } from '../resources/resource.ts';
import { type Fields, plainValue } from '../values/value.ts';

/** A file for each resource, named as `kustomize build -o FOLDER` names it: with the namespace in front where there are several. */
export function resourceFiles(resources: readonly Resource[]): ReadonlyMap<string, string> {
  const namespaces = new Set(resources.filter(({ id }) => !id.isClusterScoped).map(({ id }) => effectiveNamespace(id)));
  return new Map(
    resources.map((resource) => {
      const isPlain = namespaces.size < 2 || resource.isClusterScoped;
      const name = `${isPlain ? '' : `${effectiveNamespace(resource.id)}_`}${nameOf(resource)}`;
      return [name, printDocuments([plainValue(resource.value ?? {}) as Fields])];
    }),
  );
}

function nameOf({ gvk: { group, version, kind }, name }: Resource): string {
  return `${[group, version, kind].filter((part) => part !== '').join('_')}_${name}.yaml`.toLowerCase();
}
