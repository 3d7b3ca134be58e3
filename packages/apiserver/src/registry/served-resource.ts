import { type JsonObject, type KubeObject, parseApiVersion, type StructuralSchema } from '@flux19/objects';
import type { FieldSet } from '@flux19/structured-merge';
import type { KindRules, Printer } from '../kinds/kind-rules.ts';
import type { Collection } from '../store/collection.ts';

/** A path below an object, as `status` and `scale`. */
export interface ServedSubresource {
  readonly name: string;
  /** What the path speaks; differs from the resource's for `scale`, `eviction`, `token`. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

/** Paths of a custom resource's scale: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#scale-subresource */
export interface ScalePaths {
  readonly specReplicasPath: readonly string[];
  readonly statusReplicasPath: readonly string[];
  readonly labelSelectorPath: readonly string[] | undefined;
}

/** One version of a resource. */
export interface ServedVersion {
  readonly version: string;
  /** `apps/v1`. */
  readonly apiVersion: string;
  /** Undefined for custom resources that preserve everything. */
  readonly schema: StructuralSchema | undefined;
  /** The schema of a custom resource as its definition gives it, descriptions included. */
  readonly publishedSchema: JsonObject | undefined;
  readonly verbs: readonly string[];
  readonly subresources: ReadonlyMap<string, ServedSubresource>;
  readonly printer: Printer | undefined;
  readonly scale: ScalePaths | undefined;
  /** Fields of custom resources that selectors may name, with their paths. */
  readonly selectableFields: ReadonlyMap<string, readonly string[]>;
  /** Sent with every answer of a deprecated version. */
  readonly deprecationWarning: string | undefined;
  readonly storageVersionHash: string | undefined;
}

/** A resource of a group in all its versions. */
export interface ServedResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** Served versions, most preferred first. */
  readonly versions: ReadonlyMap<string, ServedVersion>;
  readonly storageApiVersion: string;
  readonly rules: KindRules;
  /** A custom resource whose schema says nothing about fields it does not name. */
  readonly preservesUnknownFields: boolean;
  /** Custom resources are stored as they are; built-in ones as their types allow. */
  readonly isCustom: boolean;
  readonly collection: Collection;
  /** Fields that an apply on the main path or on a subresource never owns, by subresource and apiVersion. */
  readonly resetFields: ReadonlyMap<string, Readonly<Record<string, FieldSet>>>;
}

/** A resource in the version that a request asks for. */
export interface Target {
  readonly resource: ServedResource;
  readonly version: ServedVersion;
}

/** How error texts name a resource. */
export function qualified(resource: ServedResource): { readonly group: string; readonly resource: string } {
  // Kubernetes: this resource alone speaks of itself in the singular.
  const name = resource.plural === 'componentstatuses' ? 'componentstatus' : resource.plural;
  return { group: resource.group, resource: name };
}

/** How error texts about invalid objects name a kind. */
export function qualifiedKind(resource: ServedResource): { readonly group: string; readonly resource: string } {
  // Kinds that two groups share are called by the one they are stored in.
  return { group: parseApiVersion(resource.storageApiVersion).group, resource: resource.kind };
}

/** Custom resources are called what they call themselves, even where that is the fault. */
export function claimedKind(resource: ServedResource, { kind }: KubeObject): ReturnType<typeof qualifiedKind> {
  return resource.isCustom ? { group: resource.group, resource: kind } : qualifiedKind(resource);
}

/** The object in another version of its resource. Shares what does not differ. */
export function inVersion(resource: ServedResource, object: KubeObject, apiVersion: string): KubeObject {
  if (object.apiVersion === apiVersion) return object;
  return resource.rules.convert?.(object, apiVersion) ?? { ...object, apiVersion };
}
