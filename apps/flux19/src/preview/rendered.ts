import type { Kustomization } from '@flux19/api';
import type { ResourceOrigin } from '@flux19/kustomize';
import type { KubeObject } from '@flux19/objects';

/** One object of a rendered Kustomization. */
export interface RenderedObject {
  readonly object: KubeObject;
  /** Where it was written; undefined when unknown. */
  readonly origin: ResourceOrigin | undefined;
}

/** What became of one Kustomization of the repository. */
export interface Rendered {
  readonly kustomization: Kustomization;
  readonly objects: readonly RenderedObject[];
  /** Why it could not be rendered; undefined when it could. */
  readonly failure: string | undefined;
  /** Things that a person should know and that do not make it fail. */
  readonly warnings: readonly string[];
}

/** A cluster's part of a repository: the folder that its first Kustomization follows, and all that hangs from it. */
export interface RenderedCluster {
  /** Folder of the cluster in the repository: `/clusters/production`. */
  readonly path: string;
  /** In the order in which they would be applied. */
  readonly kustomizations: readonly Rendered[];
}

/** `namespace/name` of a Kustomization. */
export function nameOf({ metadata }: KubeObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}
