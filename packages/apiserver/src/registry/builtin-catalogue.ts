import { builtinGroups, builtinResources, builtinSchema, type ResourceFacts } from '@flux19/builtin-types';
import { formatApiVersion } from '@flux19/objects';
import { FieldSet, type Path } from '@flux19/structured-merge';
import { builtinRules } from '../kinds/builtin-rules.ts';
import type { KindRules } from '../kinds/kind-rules.ts';
import { builtinPrinters } from '../print/builtin-printers.ts';
import type { Store } from '../store/store.ts';
import { Catalogue, resourceKey } from './catalogue.ts';
import type { ServedResource, ServedSubresource, ServedVersion } from './served-resource.ts';

/** Resources of two groups that are the same objects in storage, by key: where they are stored, and in which version. */
const sharedStorage: ReadonlyMap<string, { readonly key: string; readonly apiVersion: string }> = new Map([
  ['events.k8s.io/events', { key: '/events', apiVersion: 'v1' }],
]);

/** Everything that Kubernetes serves by itself. */
export function builtinCatalogue(store: Store): Catalogue {
  const grouped = new Map<string, ResourceFacts[]>();
  for (const facts of builtinResources()) {
    const key = resourceKey(facts.group, facts.resource);
    const versions = grouped.get(key);
    if (versions === undefined) grouped.set(key, [facts]);
    else versions.push(facts);
  }
  const resources = [...grouped].map(([key, versions]) => builtinResource(key, versions, store));
  return new Catalogue(resources, builtinGroups());
}

/** What Kubernetes advises against, by group and plural. */
const deprecated: ReadonlyMap<string, string> = new Map([
  ['/endpoints', 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice'],
  ['/componentstatuses', 'v1 ComponentStatus is deprecated in v1.19+'],
]);

function builtinResource(key: string, versions: readonly ResourceFacts[], store: Store): ServedResource {
  const facts = versions[0] as ResourceFacts;
  const { group, resource: plural, singular, kind, shortNames, categories, namespaced } = facts;
  const rules = builtinRules(group, plural);
  const shared = sharedStorage.get(key);
  return {
    group,
    plural,
    singular,
    kind,
    listKind: `${kind}List`,
    shortNames,
    categories,
    namespaced,
    versions: new Map(versions.map((version) => [version.version, servedVersion(version, rules, key)])),
    storageApiVersion: shared?.apiVersion ?? formatApiVersion(group, facts.version),
    rules,
    isCustom: false,
    preservesUnknownFields: false,
    collection: store.collection(shared?.key ?? key),
    resetFields: resetFields(versions, rules),
  };
}

function servedVersion(facts: ResourceFacts, rules: KindRules, key: string): ServedVersion {
  const { group, version, kind, verbs, subresources, storageVersionHash } = facts;
  return {
    version,
    apiVersion: formatApiVersion(group, version),
    get schema() {
      return builtinSchema({ group, version, kind });
    },
    publishedSchema: undefined,
    verbs,
    subresources: new Map(
      subresources.map((subresource): [string, ServedSubresource] => [subresource.name, subresource]),
    ),
    printer: rules.printer ?? builtinPrinters.get(key),
    scale: undefined,
    selectableFields: new Map(),
    deprecationWarning: deprecated.get(key),
    storageVersionHash,
  };
}

/** Status belongs to its own path, everything else to the main one. */
function resetFields(versions: readonly ResourceFacts[], rules: KindRules): ServedResource['resetFields'] {
  const hasStatus = versions.some(({ subresources }) => subresources.some(({ name }) => name === 'status'));
  if (!hasStatus) return new Map();
  const perVersion = (paths: readonly Path[]): Readonly<Record<string, FieldSet>> => {
    const set = FieldSet.of(...paths);
    return Object.fromEntries(versions.map(({ group, version }) => [formatApiVersion(group, version), set]));
  };
  const withoutStatus = perVersion([fieldPath('status')]);
  return new Map([
    [
      '',
      rules.resetFields === undefined ? withoutStatus : perVersion(rules.resetFields.map((path) => fieldPath(...path))),
    ],
    ['finalize', withoutStatus],
    ['status', perVersion((rules.statusResetFields ?? [['spec']]).map((path) => fieldPath(...path)))],
  ]);
}

function fieldPath(...names: readonly string[]): Path {
  return names.map((name) => ({ kind: 'field', name }));
}
