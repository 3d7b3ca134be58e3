import { builtinDefinitionsOf, type OpenApiNode, openApiV3Definition } from '@flux19/builtin-types';
import type { Catalogue } from '../registry/catalogue.ts';
import type { Target } from '../registry/served-resource.ts';
import { customDefinitions } from './custom-definitions.ts';
import { type Operation, operationId, operationsOf } from './operations.ts';

const mediaTypes = ['application/json', 'application/yaml'];
const patchTypes = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

/** What `/openapi/v3/apis/<group>/<version>` answers. */
export function documentV3(catalogue: Catalogue, group: string, version: string, gitVersion: string): unknown {
  const targets = targetsIn(catalogue, group, version);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { resource, version: served } of targets) {
    for (const operation of operationsOf(resource, served)) {
      const item = paths[operation.path] ?? {};
      item[operation.method] = printOperation(operation);
      item['parameters'] = operation.pathParameters.map(pathParameter);
      paths[operation.path] = item;
    }
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: gitVersion },
    paths,
    components: {
      schemas: definitions(targets, group, version),
      securitySchemes: {
        BearerToken: {
          type: 'apiKey',
          description: 'Bearer Token authentication',
          name: 'authorization',
          in: 'header',
        },
      },
    },
  };
}

/** Every resource of a group and version. */
export function targetsIn(catalogue: Catalogue, group: string, version: string): Target[] {
  return catalogue.resources().flatMap((resource) => {
    const served = resource.group === group ? resource.versions.get(version) : undefined;
    return served === undefined ? [] : [{ resource, version: served }];
  });
}

function definitions(targets: readonly Target[], group: string, version: string): Record<string, OpenApiNode> {
  const found = new Map<string, OpenApiNode>();
  const add = (name: string): void => {
    const node = openApiV3Definition(name, group, version);
    if (node === undefined || found.has(name)) return;
    found.set(name, node);
    for (const inner of references(node)) add(inner);
  };
  for (const name of builtinDefinitionsOf(group, version)) add(name);
  for (const { resource, version: served } of targets.filter((target) => target.resource.isCustom)) {
    const reference = (name: string): OpenApiNode => ({ allOf: [{ $ref: `#/components/schemas/${name}` }] });
    for (const [name, node] of customDefinitions(resource, served, reference)) {
      found.set(name, node);
      for (const inner of references(node)) add(inner);
    }
    for (const shared of ['Status', 'DeleteOptions', 'Patch']) add(`io.k8s.apimachinery.pkg.apis.meta.v1.${shared}`);
  }
  return Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const prefix = '#/components/schemas/';

function references(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(references);
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value.slice(prefix.length)] : references(value),
  );
}

function printOperation(operation: Operation): unknown {
  const { action, kind, query, body, answer } = operation;
  return {
    operationId: operationId(operation),
    ...(query.length === 0
      ? {}
      : { parameters: query.map(({ name, type }) => ({ name, in: 'query', schema: { type, uniqueItems: true } })) }),
    ...(body === undefined ? {} : { requestBody: requestBody(operation, body) }),
    responses: {
      200: { description: 'OK', ...(answer === undefined ? {} : { content: content(mediaTypes, answer) }) },
      401: { description: 'Unauthorized' },
    },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kind,
  };
}

function requestBody({ method, isCustom }: Operation, definition: string): unknown {
  // Clients look here to see whether a strategic merge patch may be sent.
  const types = isCustom ? patchTypes.filter((type) => !type.includes('strategic')) : patchTypes;
  if (method === 'patch') return { content: content(types, definition), required: true };
  return { content: content(['*/*'], definition), ...(method === 'delete' ? {} : { required: true }) };
}

function content(types: readonly string[], definition: string): Record<string, unknown> {
  return Object.fromEntries(types.map((type) => [type, { schema: { $ref: `${prefix}${definition}` } }]));
}

function pathParameter(name: string): unknown {
  return { name, in: 'path', required: true, schema: { type: 'string', uniqueItems: true } };
}
