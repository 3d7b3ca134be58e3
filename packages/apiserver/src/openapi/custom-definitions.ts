import type { OpenApiNode } from '@flux19/builtin-types';
import type { ServedResource, ServedVersion } from '../registry/served-resource.ts';

/** The definition name of a custom kind: `io.fluxcd.toolkit.source.v1.GitRepository` for `source.toolkit.fluxcd.io`. */
export function customDefinitionName(kind: { group: string; version: string; kind: string }): string {
  return `${kind.group.split('.').toReversed().join('.')}.${kind.version}.${kind.kind}`;
}

const metaV1 = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** The definitions of a custom resource and of its list. `reference` makes a reference in the dialect of the document. */
export function customDefinitions(
  resource: ServedResource,
  version: ServedVersion,
  reference: (name: string) => OpenApiNode,
): [string, OpenApiNode][] {
  const kind = { group: resource.group, version: version.version, kind: resource.kind };
  const name = customDefinitionName(kind);
  const schema = (version.publishedSchema ?? {}) as OpenApiNode;
  const properties = {
    ...(schema['properties'] as OpenApiNode | undefined),
    apiVersion: { type: 'string', description: describeApiVersion },
    kind: { type: 'string', description: describeKind },
    metadata: reference(`${metaV1}.ObjectMeta`),
  };
  const own = { ...schema, type: 'object', properties, 'x-kubernetes-group-version-kind': [kind] };
  const listKind = { ...kind, kind: resource.listKind };
  const list = {
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: { type: 'string', description: describeApiVersion },
      items: { type: 'array', items: reference(name) },
      kind: { type: 'string', description: describeKind },
      metadata: reference(`${metaV1}.ListMeta`),
    },
    'x-kubernetes-group-version-kind': [listKind],
  };
  return [
    [name, own],
    [customDefinitionName(listKind), list],
  ];
}

const describeApiVersion =
  'APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources';
const describeKind =
  'Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds';
