import type { KubeObject } from '@flux19/objects';
import type { CommonStatus, LocalObjectReference } from './common.ts';
import type { GitRepositoryReference } from './git-repository.ts';
import type { ImageReference } from './image-policy.ts';

/** What a commit of an automation looks like. */
export interface AutomationCommit {
  readonly author: { readonly name?: string; readonly email: string };
  readonly signingKey?: { readonly type?: 'gpg' | 'ssh'; readonly secretRef: LocalObjectReference };
  /** Go text/template. */
  readonly messageTemplate?: string;
  /** `.Values` of the template. */
  readonly messageTemplateValues?: Readonly<Record<string, string>>;
}

/** Where commits go. */
export interface AutomationPush {
  /** That of the checkout when absent. */
  readonly branch?: string;
  /** Pushed besides the branch: `refs/heads/main:refs/heads/auto`. */
  readonly refspec?: string;
  /** Options of the git protocol. */
  readonly options?: Readonly<Record<string, string>>;
}

/** Source of the fields: `data/flux-crds/FIELDS.md`, image.toolkit.fluxcd.io/v1. Durations are Go's: `1m30s`. */
export interface ImageUpdateAutomationSpec {
  readonly interval: string;
  /** An absent namespace means that of the automation. */
  readonly sourceRef: {
    readonly apiVersion?: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
  };
  readonly git?: {
    /** What is checked out, instead of what the GitRepository says. */
    readonly checkout?: { readonly ref: GitRepositoryReference };
    readonly commit: AutomationCommit;
    readonly push?: AutomationPush;
  };
  /** The API server fills in the strategy `Setters`. */
  readonly update?: { readonly strategy?: string; readonly path?: string };
  /** Restricts the policies of the namespace; an object as Kubernetes' label selectors are. */
  readonly policySelector?: {
    readonly matchLabels?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly {
      readonly key: string;
      readonly operator: string;
      readonly values?: readonly string[];
    }[];
  };
  readonly suspend?: boolean;
}

export interface ImageUpdateAutomationStatus extends CommonStatus {
  lastAutomationRunTime?: string;
  lastPushCommit?: string;
  lastPushTime?: string;
  /** By name of the policy. */
  observedPolicies?: Record<string, ImageReference>;
  /** `main@sha1:…`: the commit that the last pass ended with. */
  observedSourceRevision?: string;
}

export interface ImageUpdateAutomation extends KubeObject {
  spec: ImageUpdateAutomationSpec;
  status?: ImageUpdateAutomationStatus;
}
