/** A part of a resource with a path of its own, as `deployments/scale`. */
export interface SubresourceFacts {
  /** Without the resource: `scale`. */
  readonly name: string;
  /** Kind that the path speaks; its group and version can differ from the resource's, as autoscaling/v1 Scale does. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

/** A resource that the API server of Kubernetes serves by itself, in one version. */
export interface ResourceFacts {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural, lower case: `deployments`. */
  readonly resource: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  /** Empty for resources that exist only as subresources. */
  readonly verbs: readonly string[];
  readonly subresources: readonly SubresourceFacts[];
  /** Whether this is the version that discovery prefers for the resource's group. */
  readonly preferred: boolean;
  /** As discovery prints it; identifies the version in storage. Absent where the resource is not stored. */
  readonly storageVersionHash?: string;
}

/** An API group with its versions, most preferred first. */
export interface GroupFacts {
  /** Empty for the core group. */
  readonly group: string;
  readonly versions: readonly string[];
}

/** A schema node of an OpenAPI document, without descriptions. */
export type OpenApiNode = { readonly [keyword: string]: unknown };
