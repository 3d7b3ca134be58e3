import discovery from './discovery.generated.json' with { type: 'json' };
import type { GroupFacts, ResourceFacts, SubresourceFacts } from './facts.ts';
import { lazily } from './lazily.ts';

/** A line of discovery: a resource, or `resource/subresource`. Group and version only where they differ from the list's. */
interface DiscoveryEntry {
  readonly name: string;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly singular?: string;
  readonly namespaced?: boolean;
  /** Separated by spaces. */
  readonly verbs: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly hash?: string;
}

interface DiscoveryGroup {
  readonly group: string;
  readonly versions: readonly { readonly version: string; readonly resources: readonly DiscoveryEntry[] }[];
}

const groups: readonly DiscoveryGroup[] = discovery;

/** Every built-in resource in every served version, in the order of discovery. */
export const builtinResources: () => readonly ResourceFacts[] = lazily(() =>
  groups.flatMap(({ group, versions }) =>
    versions.flatMap(({ version, resources }, place) =>
      resourcesOf(resources, { group, version, preferred: place === 0 }),
    ),
  ),
);

/** Every built-in group in the order of discovery, the core group first. */
export const builtinGroups: () => readonly GroupFacts[] = lazily(() =>
  groups.map(({ group, versions }) => ({ group, versions: versions.map(({ version }) => version) })),
);

type Home = Pick<ResourceFacts, 'group' | 'version' | 'preferred'>;

function resourcesOf(entries: readonly DiscoveryEntry[], home: Home): ResourceFacts[] {
  return entries
    .filter((entry) => !entry.name.includes('/'))
    .map((entry) => ({
      ...home,
      kind: entry.kind,
      resource: entry.name,
      singular: entry.singular ?? '',
      shortNames: entry.shortNames ?? [],
      categories: entry.categories ?? [],
      namespaced: entry.namespaced ?? false,
      verbs: verbsOf(entry),
      subresources: subresourcesOf(entries, entry.name, home),
      ...(entry.hash === undefined ? {} : { storageVersionHash: entry.hash }),
    }));
}

function subresourcesOf(entries: readonly DiscoveryEntry[], resource: string, home: Home): SubresourceFacts[] {
  return entries
    .filter((entry) => entry.name.startsWith(`${resource}/`))
    .map((entry) => ({
      name: entry.name.slice(resource.length + 1),
      group: entry.group ?? home.group,
      version: entry.version ?? home.version,
      kind: entry.kind,
      verbs: verbsOf(entry),
    }));
}

function verbsOf(entry: DiscoveryEntry): string[] {
  return entry.verbs === '' ? [] : entry.verbs.split(' ');
}
