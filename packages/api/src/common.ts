import type { Artifact } from '@flux19/artifacts';
import type { Condition, KubeObject } from '@flux19/objects';

/** A reference to an object of a known kind in the same namespace. */
export interface LocalObjectReference {
  readonly name: string;
}

/** Names a source of another kind or namespace; an absent namespace means that of the object which holds the reference. */
export interface SourceReference {
  readonly apiVersion?: string;
  readonly kind: SourceKind;
  readonly name: string;
  readonly namespace?: string;
}

/** The kinds that a Kustomization may take its files from. */
export type SourceKind = 'GitRepository' | 'OCIRepository' | 'Bucket' | 'ExternalArtifact';

/** What the status of every Flux kind has in common. `observedGeneration` is -1 until the first reconciliation. */
export interface CommonStatus {
  observedGeneration?: number;
  conditions?: Condition[];
  lastHandledReconcileAt?: string;
}

/** Any object that offers an artifact: GitRepository, OCIRepository, Bucket, HelmRepository, HelmChart, ExternalArtifact. */
export interface SourceObject extends KubeObject {
  status?: CommonStatus & { artifact?: Artifact };
}
