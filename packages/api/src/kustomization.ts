import type { KubeObject } from '@flux19/objects';
import type { CommonStatus, LocalObjectReference, SourceReference } from './common.ts';

/** Chooses objects by regular expressions on their identity and by selectors on labels and annotations. */
export interface PatchTarget {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly annotationSelector?: string;
}

/** A strategic merge or JSON 6902 patch in YAML; without a target its own identity chooses the object. */
export interface Patch {
  readonly patch: string;
  readonly target?: PatchTarget;
}

/** Replaces the name, tag or digest of a container image wherever it is used. */
export interface ImageOverride {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

/** Another Kustomization that has to be ready first; `readyExpr` is CEL over `self` and `dep`. */
export interface KustomizationDependency {
  readonly name: string;
  readonly namespace?: string;
  readonly readyExpr?: string;
}

/** An object whose health decides about the Kustomization's. */
export interface HealthCheck {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Health in CEL for a kind; an absent kind means every kind of the group and version. */
export interface HealthCheckExpression {
  readonly apiVersion: string;
  readonly kind?: string;
  readonly current: string;
  readonly inProgress?: string;
  readonly failed?: string;
}

/** Values for post-build substitution: a ConfigMap or Secret of the same namespace. */
export interface SubstituteReference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  readonly optional?: boolean;
}

/** Fields that are not compared with the live object: JSON pointers and whom they concern. */
export interface IgnoreRule {
  readonly paths: readonly string[];
  readonly target?: PatchTarget;
}

/** How to reach another cluster; exactly one of the two references is given. */
export interface KubeConfigReference {
  readonly secretRef?: { readonly name: string; readonly key?: string };
  readonly configMapRef?: LocalObjectReference;
}

/** Source of the fields: `data/flux-crds/FIELDS.md`, kustomize.toolkit.fluxcd.io/v1. Durations are Go's: `1m30s`. */
export interface KustomizationSpec {
  readonly interval: string;
  readonly prune: boolean;
  readonly sourceRef: SourceReference;
  readonly path?: string;
  readonly retryInterval?: string;
  readonly timeout?: string;
  readonly suspend?: boolean;
  readonly wait?: boolean;
  readonly force?: boolean;
  readonly deletionPolicy?: 'MirrorPrune' | 'Delete' | 'WaitForTermination' | 'Orphan';
  readonly dependsOn?: readonly KustomizationDependency[];
  readonly targetNamespace?: string;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly commonMetadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly patches?: readonly Patch[];
  readonly images?: readonly ImageOverride[];
  readonly components?: readonly string[];
  readonly ignoreMissingComponents?: boolean;
  readonly buildMetadata?: readonly ('originAnnotations' | 'transformerAnnotations')[];
  readonly postBuild?: {
    readonly substitute?: Readonly<Record<string, string>>;
    readonly substituteFrom?: readonly SubstituteReference[];
    readonly substituteStrategy?: 'WithVariables' | 'Always';
  };
  readonly decryption?: {
    readonly provider: 'sops';
    readonly secretRef?: LocalObjectReference;
    readonly serviceAccountName?: string;
  };
  readonly healthChecks?: readonly HealthCheck[];
  readonly healthCheckExprs?: readonly HealthCheckExpression[];
  readonly ignore?: readonly IgnoreRule[];
  readonly serviceAccountName?: string;
  readonly kubeConfig?: KubeConfigReference;
}

/** One applied object: `id` is `<namespace>_<name>_<group>_<kind>`, `v` its API version without group. */
export interface InventoryEntry {
  readonly id: string;
  readonly v: string;
}

/** One line of the history: runs with the same digest and status are counted together. */
export interface HistoryEntry {
  readonly digest: string;
  readonly firstReconciled: string;
  readonly lastReconciled: string;
  readonly lastReconciledDuration: string;
  readonly lastReconciledStatus: string;
  readonly totalReconciliations: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface KustomizationStatus extends CommonStatus {
  lastAppliedRevision?: string;
  lastAppliedOriginRevision?: string;
  lastAttemptedRevision?: string;
  inventory?: { entries: InventoryEntry[] };
  history?: HistoryEntry[];
}

export interface Kustomization extends KubeObject {
  spec: KustomizationSpec;
  status?: KustomizationStatus;
}
