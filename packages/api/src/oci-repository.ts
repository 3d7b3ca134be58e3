import type { Artifact } from '@flux19/artifacts';
import type { KubeObject } from '@flux19/objects';
import type { CommonStatus, LocalObjectReference } from './common.ts';

/** What to take from a repository. Precedence: digest, semver, tag; without any of them the tag `latest`. */
export interface OciRepositoryReference {
  /** `sha256:<hex>` */
  readonly digest?: string;
  /** A range of versions in Masterminds' notation; the newest matching tag wins. */
  readonly semver?: string;
  /** A Go regexp; only tags that it matches are looked at for `semver`. */
  readonly semverFilter?: string;
  readonly tag?: string;
}

/** Which layer of the manifest is the content, and whether it is unpacked (`extract`) or kept as it is (`copy`). */
export interface OciLayerSelector {
  readonly mediaType?: string;
  readonly operation?: 'extract' | 'copy';
}

/** How signatures are verified: with public keys or trust policies of a Secret, or else by who signed. */
export interface OciVerification {
  readonly provider: 'cosign' | 'notation';
  readonly secretRef?: LocalObjectReference;
  /** Go regexps; one of the pairs has to match. */
  readonly matchOIDCIdentity?: readonly { readonly issuer: string; readonly subject: string }[];
  readonly trustedRootSecretRef?: LocalObjectReference;
}

/** Source of the fields: `data/flux-crds/FIELDS.md`, source.toolkit.fluxcd.io/v1. Durations are Go's: `1m30s`. */
export interface OciRepositorySpec {
  /** `oci://<registry>/<repository>` */
  readonly url: string;
  readonly interval: string;
  /** The API server fills in `60s`. */
  readonly timeout?: string;
  readonly ref?: OciRepositoryReference;
  readonly layerSelector?: OciLayerSelector;
  readonly provider?: 'generic' | 'aws' | 'azure' | 'gcp';
  readonly secretRef?: LocalObjectReference;
  readonly serviceAccountName?: string;
  readonly certSecretRef?: LocalObjectReference;
  readonly proxySecretRef?: LocalObjectReference;
  readonly verify?: OciVerification;
  readonly ignore?: string;
  readonly insecure?: boolean;
  readonly suspend?: boolean;
}

export interface OciRepositoryStatus extends CommonStatus {
  artifact?: Artifact;
  observedIgnore?: string;
  observedLayerSelector?: OciLayerSelector;
  url?: string;
}

export interface OciRepository extends KubeObject {
  spec: OciRepositorySpec;
  status?: OciRepositoryStatus;
}
