// https://kubernetes.io/docs/concepts/overview/kubernetes-api/#unaggregated-discovery
import { formatApiVersion } from '@flux19/objects';
import type { Catalogue, ServedGroup } from '../registry/catalogue.ts';
import type { ServedResource, ServedSubresource, ServedVersion } from '../registry/served-resource.ts';
import { inOrder } from './aggregated-document.ts';

interface GroupVersion {
  readonly groupVersion: string;
  readonly version: string;
}

/** One group, as `/apis/<group>` answers. */
export interface ApiGroup {
  readonly name: string;
  readonly versions: readonly GroupVersion[];
  readonly preferredVersion: GroupVersion;
}

/** What `/api` answers. */
export function apiVersions(): unknown {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1:443' }],
  };
}

/** What `/apis` answers. */
export function apiGroupList(catalogue: Catalogue): unknown {
  const groups = catalogue.groups().filter(({ group }) => group !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(apiGroup) };
}

export function apiGroup({ group, versions }: ServedGroup): ApiGroup {
  const all = versions.map((version) => ({ groupVersion: formatApiVersion(group, version), version }));
  const [preferredVersion = { groupVersion: '', version: '' }] = all;
  return { name: group, versions: all, preferredVersion };
}

interface ApiResource {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly storageVersionHash?: string;
}

/** What `/apis/<group>/<version>` answers; undefined when nothing is served there. */
export function apiResourceList(catalogue: Catalogue, group: string, version: string): unknown {
  const resources = inOrder(catalogue.resources()).flatMap((resource) => {
    const served = resource.group === group ? resource.versions.get(version) : undefined;
    return served === undefined ? [] : apiResources(resource, served);
  });
  const isKnown = catalogue.groups().some((one) => one.group === group && one.versions.includes(version));
  if (!isKnown) return undefined;
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: formatApiVersion(group, version),
    resources,
  };
}

function apiResources(resource: ServedResource, version: ServedVersion): ApiResource[] {
  const { plural, singular, namespaced, kind, shortNames, categories } = resource;
  const { storageVersionHash, verbs } = version;
  const parts = [...version.subresources.values()].map((part) => partResource(resource, version, part));
  if (verbs.length === 0) return parts;
  const itself: ApiResource = {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(storageVersionHash === undefined ? {} : { storageVersionHash }),
  };
  return [itself, ...parts];
}

function partResource(
  { plural, namespaced, group }: ServedResource,
  { version }: ServedVersion,
  part: ServedSubresource,
): ApiResource {
  const isOwn = part.group === group && part.version === version;
  return {
    name: `${plural}/${part.name}`,
    singularName: '',
    namespaced,
    ...(isOwn ? {} : { group: part.group, version: part.version }),
    kind: part.kind,
    verbs: part.verbs,
  };
}
