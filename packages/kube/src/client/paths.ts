import type { ResourceMapping } from '../discovery/resource-mapping.ts';

/** A name that cannot stand in a path: an empty segment or dots would lead to another object. */
export class PathError extends Error {
  override readonly name = 'PathError';
}

export interface ResourcePlace {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/**
 * The path of a resource, an object or a subresource. Cluster-scoped resources ignore the namespace. A namespaced object without
 * one gets a path that the API server does not know, and so its answer NotFound, as in controller-runtime.
 */
export function resourcePath(mapping: ResourceMapping, place: ResourcePlace): string {
  const { group, version, resource } = mapping;
  let path = group === '' ? `/api/${segment(version)}` : `/apis/${segment(group)}/${segment(version)}`;
  if (mapping.namespaced && place.namespace !== undefined && place.namespace !== '') {
    path += `/namespaces/${segment(place.namespace)}`;
  }
  path += `/${segment(resource)}`;
  if (place.name !== undefined) path += `/${segment(place.name)}`;
  if (place.subresource !== undefined) path += `/${place.subresource.split('/').map(segment).join('/')}`;
  return path;
}

function segment(text: string): string {
  if (text === '' || text === '.' || text === '..' || text.includes('/')) {
    throw new PathError(`${JSON.stringify(text)} cannot be a name in the Kubernetes API`);
  }
  return encodeURIComponent(text);
}

/** A query, with its question mark; undefined, empty and false values are left out. */
export function queryText(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  let text = '';
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined || value === '' || value === false) continue;
    text += `${text === '' ? '?' : '&'}${key}=${encodeURIComponent(value)}`;
  }
  return text;
}
