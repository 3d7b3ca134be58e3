import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import type { ResourceMapping } from './resource-mapping.ts';

/** https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery */
export const aggregatedDiscoveryType: string = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

/** True for an answer in the aggregated form. */
export function isAggregated(answer: JsonValue): answer is JsonObject {
  return isJsonObject(answer) && answer['kind'] === 'APIGroupDiscoveryList';
}

/** The resources of an APIGroupDiscoveryList. */
export function readAggregated(answer: JsonObject): ResourceMapping[] {
  return objects(answer['items']).flatMap((group) => {
    const name = text(isJsonObject(group['metadata']) ? group['metadata']['name'] : undefined);
    return objects(group['versions']).flatMap((version) =>
      objects(version['resources']).map((resource) => readResource(name, text(version['version']), resource)),
    );
  });
}

function readResource(group: string, version: string, resource: JsonObject): ResourceMapping {
  const responseKind = isJsonObject(resource['responseKind']) ? resource['responseKind'] : {};
  return {
    group,
    version,
    kind: text(responseKind['kind']),
    resource: text(resource['resource']),
    namespaced: resource['scope'] === 'Namespaced',
    singular: text(resource['singularResource']),
    shortNames: texts(resource['shortNames']),
    categories: texts(resource['categories']),
    verbs: texts(resource['verbs']),
    subresources: objects(resource['subresources']).map((subresource) => text(subresource['subresource'])),
  };
}

/** The objects of a list; of anything else none. */
export function objects(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The text, or nothing. */
export function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The texts of a list. */
export function texts(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
