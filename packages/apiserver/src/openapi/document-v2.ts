import { builtinDefinitionNames, type OpenApiNode, openApiV2Definition } from '@flux19/builtin-types';
import type { Catalogue } from '../registry/catalogue.ts';
import { customDefinitions } from './custom-definitions.ts';
import { type Operation, operationId, operationsOf } from './operations.ts';
import { toSwaggerSchema } from './swagger-schema.ts';

const mediaTypes = ['application/json', 'application/yaml'];
const patchTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

/** What `/openapi/v2` answers: everything in one Swagger document. */
export function documentV2(catalogue: Catalogue, gitVersion: string): OpenApiNode {
  const paths: Record<string, Record<string, unknown>> = {};
  const definitions: Record<string, OpenApiNode> = {};
  for (const name of builtinDefinitionNames()) definitions[name] = openApiV2Definition(name) ?? {};
  for (const resource of catalogue.resources()) {
    for (const version of resource.versions.values()) {
      for (const operation of operationsOf(resource, version)) {
        const item = paths[operation.path] ?? {};
        item[operation.method] = printOperation(operation);
        item['parameters'] = operation.pathParameters.map(pathParameter);
        paths[operation.path] = item;
      }
      if (!resource.isCustom) continue;
      const reference = (name: string): OpenApiNode => ({ $ref: `#/definitions/${name}` });
      for (const [name, node] of customDefinitions(resource, version, reference))
        definitions[name] = toSwaggerSchema(node);
    }
  }
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: gitVersion },
    paths,
    definitions,
    securityDefinitions: {
      BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' },
    },
    security: [{ BearerToken: [] }],
  };
}

function printOperation(operation: Operation): unknown {
  const { action, kind, query, body, answer, method } = operation;
  const bodyParameter =
    body === undefined ? [] : [{ name: 'body', in: 'body', schema: { $ref: `#/definitions/${body}` } }];
  const parameters = [
    ...bodyParameter,
    ...query.map(({ name, type }) => ({ uniqueItems: true, type, name, in: 'query' })),
  ];
  return {
    consumes: method === 'patch' ? patchTypes : ['*/*'],
    produces: mediaTypes,
    schemes: ['https'],
    operationId: operationId(operation),
    ...(parameters.length === 0 ? {} : { parameters }),
    responses: {
      200: { description: 'OK', ...(answer === undefined ? {} : { schema: { $ref: `#/definitions/${answer}` } }) },
      401: { description: 'Unauthorized' },
    },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kind,
  };
}

function pathParameter(name: string): unknown {
  return { uniqueItems: true, type: 'string', name, in: 'path', required: true };
}
