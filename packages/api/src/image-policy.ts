import type { KubeObject } from '@flux19/objects';
import type { CommonStatus } from './common.ts';

/** How the latest of several tags is found; exactly one is given. */
export interface ImagePolicyChoice {
  /** The highest version in a range of Masterminds' notation. */
  readonly semver?: { readonly range: string };
  /** `asc`: the last text wins. */
  readonly alphabetical?: { readonly order?: 'asc' | 'desc' };
  /** `asc`: the largest number wins. */
  readonly numerical?: { readonly order?: 'asc' | 'desc' };
}

/** Source of the fields: `data/flux-crds/FIELDS.md`, image.toolkit.fluxcd.io/v1. */
export interface ImagePolicySpec {
  /** An absent namespace means that of the policy. */
  readonly imageRepositoryRef: { readonly name: string; readonly namespace?: string };
  readonly policy: ImagePolicyChoice;
  /** Go regular expression, and a template of what is compared: `$1`, `$name`. */
  readonly filterTags?: { readonly pattern?: string; readonly extract?: string };
  /** `Never` when absent. */
  readonly digestReflectionPolicy?: 'Never' | 'IfNotPresent' | 'Always';
  /** Only with, and then needed for, `Always`. */
  readonly interval?: string;
  readonly suspend?: boolean;
}

/** An image by name, tag and perhaps digest. */
export interface ImageReference {
  readonly name: string;
  readonly tag: string;
  readonly digest?: string;
}

export interface ImagePolicyStatus extends CommonStatus {
  latestRef?: ImageReference;
  observedPreviousRef?: ImageReference;
}

export interface ImagePolicy extends KubeObject {
  spec: ImagePolicySpec;
  status?: ImagePolicyStatus;
}
