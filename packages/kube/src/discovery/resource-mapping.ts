import type { GroupVersionKind, GroupVersionResource, KubeObject } from '@flux19/objects';

/** What the API server says about one resource in one version. */
export interface ResourceMapping extends GroupVersionKind, GroupVersionResource {
  readonly namespaced: boolean;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  /** Names without the resource: `status`, `scale`. */
  readonly subresources: readonly string[];
}

/** The ways in which a caller may name a resource; the client looks up what is missing. */
export type ResourceSelector =
  | ResourceMapping
  | GroupVersionResource
  | GroupVersionKind
  | { readonly apiVersion: string; readonly kind: string };

/** Names one object. See `addressOf`. */
export interface ObjectAddress {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for cluster-scoped kinds. */
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** The address of an object. */
export function addressOf(object: KubeObject): ObjectAddress {
  const { apiVersion, kind, metadata } = object;
  return { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
}
