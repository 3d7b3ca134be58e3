// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery
import type { Catalogue, ServedGroup } from '../registry/catalogue.ts';
import type { ServedResource, ServedSubresource, ServedVersion } from '../registry/served-resource.ts';

/** Everything about some groups in one document, as `/api` and `/apis` answer when a client asks for it. */
export function aggregatedDocument(
  catalogue: Catalogue,
  groups: readonly ServedGroup[],
  version: 'v2' | 'v2beta1',
): unknown {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(({ group, versions }) => ({
      metadata: group === '' ? {} : { name: group },
      versions: versions.map((name) => ({
        version: name,
        resources: resourcesOf(catalogue, group, name),
        freshness: 'Current',
      })),
    })),
  };
}

function resourcesOf(catalogue: Catalogue, group: string, version: string): unknown[] {
  return inOrder(catalogue.resources()).flatMap((resource) => {
    const served = resource.group === group ? resource.versions.get(version) : undefined;
    return served === undefined || served.verbs.length === 0 ? [] : [describe(resource, served)];
  });
}

/** Kubernetes lists the resources of a version by their names. */
export function inOrder(resources: readonly ServedResource[]): readonly ServedResource[] {
  return resources.toSorted((a, b) => (a.plural < b.plural ? -1 : Number(a.plural > b.plural)));
}

function describe(resource: ServedResource, version: ServedVersion): unknown {
  const { plural, singular, kind, namespaced, shortNames, categories } = resource;
  const subresources = [...version.subresources.values()].map((part) => describePart(resource, version, part));
  return {
    resource: plural,
    responseKind: responseKind(kind),
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs: version.verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(subresources.length === 0 ? {} : { subresources }),
  };
}

function describePart(
  { group, isCustom }: ServedResource,
  { version }: ServedVersion,
  part: ServedSubresource,
): unknown {
  const isOwn = !isCustom && part.group === group && part.version === version;
  return {
    subresource: part.name,
    responseKind: isOwn ? responseKind(part.kind) : { group: part.group, version: part.version, kind: part.kind },
    verbs: part.verbs,
  };
}

/** Kubernetes: the group and version of a resource's own kind are left empty. */
function responseKind(kind: string): unknown {
  return { group: '', version: '', kind };
}
