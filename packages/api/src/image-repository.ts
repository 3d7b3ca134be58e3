import type { KubeObject } from '@flux19/objects';
import type { CommonStatus, LocalObjectReference } from './common.ts';

/** Lets objects of namespaces with these labels use the object; an empty selector lets all in. */
export interface AccessFrom {
  readonly namespaceSelectors: readonly { readonly matchLabels?: Readonly<Record<string, string>> }[];
}

/** Source of the fields: `data/flux-crds/FIELDS.md`, image.toolkit.fluxcd.io/v1. Durations are Go's: `1m30s`. */
export interface ImageRepositorySpec {
  /** Without scheme and tag: `ghcr.io/team/app`. */
  readonly image: string;
  readonly interval: string;
  /** Defaults to the interval. */
  readonly timeout?: string;
  readonly secretRef?: LocalObjectReference;
  readonly proxySecretRef?: LocalObjectReference;
  readonly certSecretRef?: LocalObjectReference;
  readonly serviceAccountName?: string;
  readonly suspend?: boolean;
  readonly accessFrom?: AccessFrom;
  /** Go regular expressions of tags that do not count; the API server fills in `^.*\.sig$`. */
  readonly exclusionList?: readonly string[];
  readonly provider?: 'generic' | 'aws' | 'azure' | 'gcp';
  readonly insecure?: boolean;
}

/** What the last scan found. */
export interface ScanResult {
  /** Changes when, and only when, the tags do. */
  readonly revision: string;
  readonly tagCount: number;
  /** RFC 3339. */
  readonly scanTime: string;
  /** At most ten, in descending order of their texts. */
  readonly latestTags?: readonly string[];
}

export interface ImageRepositoryStatus extends CommonStatus {
  canonicalImageName?: string;
  lastScanResult?: ScanResult;
  observedExclusionList?: string[];
}

export interface ImageRepository extends KubeObject {
  spec: ImageRepositorySpec;
  status?: ImageRepositoryStatus;
}
