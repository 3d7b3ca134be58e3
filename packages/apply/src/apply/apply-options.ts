/** Who applies, and for whom: makes the owner labels `<group>/name` and `<group>/namespace`. */
export interface Owner {
  /** Field manager: `kustomize-controller`. */
  readonly fieldManager: string;
  /** API group of labels and annotations: `kustomize.toolkit.fluxcd.io`. */
  readonly group: string;
  /** The Kustomization. */
  readonly name: string;
  readonly namespace: string;
}

/** Fields that others may set without that being drift: `spec.ignore` of a Kustomization. */
export interface IgnoreRule {
  /** JSON pointers. */
  readonly paths: readonly string[];
  /** Every object when absent. Group, version, kind, name and namespace are regular expressions that match as a whole. */
  readonly target?:
    | {
        readonly group?: string;
        readonly version?: string;
        readonly kind?: string;
        readonly name?: string;
        readonly namespace?: string;
        readonly annotationSelector?: string;
        readonly labelSelector?: string;
      }
    | undefined;
}

export interface ApplyOptions {
  readonly owner: Owner;
  /** Recreates objects whose immutable fields changed. */
  readonly force?: boolean;
  /** `Kind` or `group/Kind` of what gets a stage of its own (`--custom-apply-stage-kinds`). */
  readonly customStageKinds?: ReadonlySet<string>;
  /** Field managers whose fields are taken over (`--override-manager`). */
  readonly overrideManagers?: readonly string[];
  readonly ignoreRules?: readonly IgnoreRule[];
  /** Rewrites managed fields of older API versions before the apply (`--feature-gates=MigrateAPIVersion`). */
  readonly migrateApiVersion?: boolean;
  /** Dry runs at the same time (`--concurrent-ssa`). Default 4. */
  readonly concurrency?: number;
}
