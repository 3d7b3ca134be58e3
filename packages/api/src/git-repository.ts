import type { Artifact } from '@flux19/artifacts';
import type { KubeObject } from '@flux19/objects';
import type { CommonStatus, LocalObjectReference } from './common.ts';

/** What to take from a repository. Precedence: commit, name, semver, tag, branch; without any of them the branch `master`. */
export interface GitRepositoryReference {
  readonly branch?: string;
  readonly tag?: string;
  /** A range of versions in Masterminds' notation; the newest matching tag wins. */
  readonly semver?: string;
  /** A full name: `refs/heads/main`, `refs/pull/7/head`. */
  readonly name?: string;
  readonly commit?: string;
}

/** Files of another GitRepository of the same namespace that become part of the artifact. */
export interface GitRepositoryInclude {
  readonly repository: LocalObjectReference;
  /** Defaults to the whole artifact. */
  readonly fromPath?: string;
  /** Defaults to the name of the included repository. */
  readonly toPath?: string;
}

/** What has to be signed. `head` is an older spelling of `HEAD`. */
export type GitVerificationMode = 'head' | 'HEAD' | 'Tag' | 'TagAndHEAD';

/** Source of the fields: `data/flux-crds/FIELDS.md`, source.toolkit.fluxcd.io/v1. Durations are Go's: `1m30s`. */
export interface GitRepositorySpec {
  readonly url: string;
  readonly interval: string;
  /** The API server fills in `60s`. */
  readonly timeout?: string;
  readonly ref?: GitRepositoryReference;
  readonly secretRef?: LocalObjectReference;
  readonly proxySecretRef?: LocalObjectReference;
  readonly provider?: 'generic' | 'aws' | 'azure' | 'github';
  readonly serviceAccountName?: string;
  readonly verify?: { readonly mode?: GitVerificationMode; readonly secretRef: LocalObjectReference };
  readonly ignore?: string;
  readonly include?: readonly GitRepositoryInclude[];
  readonly recurseSubmodules?: boolean;
  readonly sparseCheckout?: readonly string[];
  readonly suspend?: boolean;
}

export interface GitRepositoryStatus extends CommonStatus {
  artifact?: Artifact;
  includedArtifacts?: Artifact[];
  observedIgnore?: string;
  observedInclude?: GitRepositoryInclude[];
  observedRecurseSubmodules?: boolean;
  observedSparseCheckout?: string[];
  sourceVerificationMode?: GitVerificationMode;
}

export interface GitRepository extends KubeObject {
  spec: GitRepositorySpec;
  status?: GitRepositoryStatus;
}
