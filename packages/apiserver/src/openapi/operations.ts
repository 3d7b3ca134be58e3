import { builtinDefinitionName } from '@flux19/builtin-types';
import type { ServedResource, ServedSubresource, ServedVersion } from '../registry/served-resource.ts';
import { customDefinitionName } from './custom-definitions.ts';

/** One method of one path, before it is put into the words of OpenAPI v2 or v3. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  /** `list`, `get`, `post`, `put`, `patch`, `delete`, `deletecollection`. */
  readonly action: string;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  /** Names of the definitions of body and answer; undefined for none. */
  readonly body: string | undefined;
  readonly answer: string | undefined;
  readonly query: readonly QueryParameter[];
  readonly pathParameters: readonly string[];
  /** Custom resources take no strategic merge patch. */
  readonly isCustom: boolean;
}

interface QueryParameter {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'integer';
}

const text = (name: string): QueryParameter => ({ name, type: 'string' });
const flag = (name: string): QueryParameter => ({ name, type: 'boolean' });
const count = (name: string): QueryParameter => ({ name, type: 'integer' });

const writeQuery = [text('dryRun'), text('fieldManager'), text('fieldValidation')];
const deleteQuery = [text('dryRun'), count('gracePeriodSeconds'), flag('orphanDependents'), text('propagationPolicy')];
const selectQuery = [
  text('continue'),
  text('fieldSelector'),
  text('labelSelector'),
  count('limit'),
  text('resourceVersion'),
  text('resourceVersionMatch'),
  flag('sendInitialEvents'),
  count('timeoutSeconds'),
];
const listQuery = [flag('allowWatchBookmarks'), ...selectQuery, flag('watch')];

const metaV1 = 'io.k8s.apimachinery.pkg.apis.meta.v1';

interface VerbFacts {
  readonly method: Operation['method'];
  readonly action: string;
  readonly query: readonly QueryParameter[];
}

/** What each verb is on the paths of objects and of collections. */
const onObjects: Readonly<Record<string, VerbFacts>> = {
  get: { method: 'get', action: 'get', query: [] },
  update: { method: 'put', action: 'put', query: writeQuery },
  patch: { method: 'patch', action: 'patch', query: [...writeQuery, flag('force')] },
  delete: { method: 'delete', action: 'delete', query: deleteQuery },
};
const onCollections: Readonly<Record<string, VerbFacts>> = {
  list: { method: 'get', action: 'list', query: listQuery },
  create: { method: 'post', action: 'post', query: writeQuery },
  deletecollection: { method: 'delete', action: 'deletecollection', query: [...deleteQuery, ...selectQuery] },
};

/** Every operation on a resource in one version. */
export function operationsOf(resource: ServedResource, version: ServedVersion): Operation[] {
  const root = resource.group === '' ? `/api/${version.version}` : `/apis/${version.apiVersion}`;
  const scope = resource.namespaced ? '/namespaces/{namespace}' : '';
  const collection = `${root}${scope}/${resource.plural}`;
  const scopeParameters = resource.namespaced ? ['namespace'] : [];
  const place = { resource, version };
  const operations = [
    ...operationsAt(onCollections, { ...place, path: collection, pathParameters: scopeParameters }),
    ...operationsAt(onObjects, {
      ...place,
      path: `${collection}/{name}`,
      pathParameters: ['name', ...scopeParameters],
    }),
  ];
  if (resource.namespaced && version.verbs.includes('list')) {
    const { list } = onCollections;
    const everywhere = { ...place, path: `${root}/${resource.plural}`, pathParameters: [] };
    operations.push(...operationsAt(list === undefined ? {} : { list }, everywhere));
  }
  for (const part of version.subresources.values()) {
    const path = `${collection}/{name}/${part.name}`;
    operations.push(
      ...operationsAt(
        { ...onObjects, create: createPart },
        { ...place, part, path, pathParameters: ['name', ...scopeParameters] },
      ),
    );
  }
  return operations;
}

const createPart: VerbFacts = { method: 'post', action: 'post', query: writeQuery };

interface Place {
  readonly resource: ServedResource;
  readonly version: ServedVersion;
  readonly part?: ServedSubresource;
  readonly path: string;
  readonly pathParameters: readonly string[];
}

function operationsAt(verbs: Readonly<Record<string, VerbFacts>>, place: Place): Operation[] {
  const { resource, version, part, path, pathParameters } = place;
  const offered = part?.verbs ?? version.verbs;
  const kind = part ?? { group: resource.group, version: version.version, kind: resource.kind };
  const own = definitionName(kind, resource.isCustom);
  return Object.entries(verbs).flatMap(([verb, { method, action, query }]) => {
    if (!offered.includes(verb)) return [];
    const list = definitionName({ ...kind, kind: resource.listKind }, resource.isCustom);
    const answers: Readonly<Record<string, string | undefined>> = {
      list,
      delete: `${metaV1}.Status`,
      deletecollection: `${metaV1}.Status`,
    };
    const bodies: Readonly<Record<string, string | undefined>> = {
      create: own,
      update: own,
      patch: `${metaV1}.Patch`,
      delete: `${metaV1}.DeleteOptions`,
      deletecollection: `${metaV1}.DeleteOptions`,
    };
    const { group, version: kindVersion, kind: name } = kind;
    return [
      {
        method,
        path,
        action,
        kind: { group, version: kindVersion, kind: name },
        body: bodies[verb],
        answer: answers[verb] ?? own,
        query,
        pathParameters,
        isCustom: resource.isCustom,
      },
    ];
  });
}

/** Undefined for kinds that are no objects, as the options of `pods/exec`. */
function definitionName(kind: Operation['kind'], isCustom: boolean): string | undefined {
  const builtin = builtinDefinitionName(kind);
  if (builtin !== undefined) return builtin;
  return isCustom ? customDefinitionName(kind) : undefined;
}

/** The name that clients generate methods from; unique within a document. */
export function operationId({ action, path, kind }: Operation): string {
  const words = path
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map(capitalize);
  return `${action}${words.join('')}${kind.kind}`;
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
