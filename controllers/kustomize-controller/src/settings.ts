/** What the flags of the controller decide. Defaults are Flux's, see {@link defaultSettings}. */
export interface KustomizeSettings {
  /** Refuses sources and dependencies of other namespaces: `--no-cross-namespace-refs`. */
  readonly noCrossNamespaceRefs: boolean;
  /** Service account of Kustomizations that name none: `--default-service-account`. Empty = the controller's own rights. */
  readonly defaultServiceAccount: string;
  /** Refuses kustomizations that take bases from elsewhere: `--no-remote-bases`. */
  readonly noRemoteBases: boolean;
  /** Kubeconfigs out of Secrets may start programs and name files: `--insecure-kubeconfig-exec`. */
  readonly insecureKubeconfigExec: boolean;
  /** Kubeconfigs out of Secrets may switch certificate checks off: `--insecure-kubeconfig-tls`. */
  readonly insecureKubeconfigTls: boolean;
  /** Sources of kind ExternalArtifact: feature gate ExternalArtifact. */
  readonly allowExternalArtifact: boolean;
  /** A variable without value fails the build: feature gate StrictPostBuildSubstitutions. */
  readonly strictSubstitutions: boolean;
  /** `--requeue-dependency`, milliseconds: the longest wait for something that a watch should report earlier. */
  readonly requeueDependencyMs: number;
  /** `--concurrent-ssa`: dry runs at the same time within one Kustomization. */
  readonly concurrentApplies: number;
  /** `--override-manager`. */
  readonly overrideManagers: readonly string[];
  /** `--custom-apply-stage-kinds`: `Kind` or `group/Kind`. */
  readonly customStageKinds: ReadonlySet<string>;
  /** Fails a health check as soon as one object has failed. */
  readonly failFast: boolean;
  /** readyExpr adds to the built-in check of dependencies instead of replacing it. */
  readonly additiveDependencyCheck: boolean;
  /** Secret with age keys for Kustomizations that name none: `--sops-age-secret`, in the namespace of the controller. */
  readonly sopsAgeSecret?: { readonly namespace: string; readonly name: string };
  /** ServiceAccounts may stand for objects at clouds: feature gate ObjectLevelWorkloadIdentity. */
  readonly objectWorkloadIdentity: boolean;
  /** Whose token clusters without a kubeconfig are shown when nobody else is named: `--default-kubeconfig-service-account`. */
  readonly defaultKubeconfigServiceAccount: string;
  /** Who decrypts where `spec.decryption` names nobody: `--default-decryption-service-account`. */
  readonly defaultDecryptionServiceAccount: string;
  /** ConfigMap with the Vault servers that take tokens of the cluster: `--sops-vault-configmap`, in the namespace of the controller. */
  readonly sopsVaultConfigMap?: { readonly namespace: string; readonly name: string };
  /** `--interval-jitter-percentage`. */
  readonly intervalJitterPercent: number;
}

export const defaultSettings: KustomizeSettings = {
  noCrossNamespaceRefs: false,
  defaultServiceAccount: '',
  noRemoteBases: false,
  insecureKubeconfigExec: false,
  insecureKubeconfigTls: false,
  allowExternalArtifact: false,
  strictSubstitutions: true,
  requeueDependencyMs: 30_000,
  concurrentApplies: 4,
  overrideManagers: [],
  customStageKinds: new Set(),
  failFast: true,
  additiveDependencyCheck: false,
  objectWorkloadIdentity: false,
  defaultKubeconfigServiceAccount: '',
  defaultDecryptionServiceAccount: '',
  intervalJitterPercent: 5,
};
