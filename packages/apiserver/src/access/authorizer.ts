import type { UserInfo } from './user-info.ts';

/** What is asked for: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#review-your-request-attributes */
export interface AccessAttributes {
  readonly user: UserInfo;
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; lower-case HTTP method for paths. */
  readonly verb: string;
  /** Empty for the core group and for paths. */
  readonly group: string;
  readonly version: string;
  /** Plural; empty when a path that is no resource is asked for. */
  readonly resource: string;
  readonly subresource: string;
  /** Empty for cluster-scoped objects and for all namespaces. */
  readonly namespace: string;
  readonly name: string;
  readonly path: string;
}

export interface AccessDecision {
  readonly allowed: boolean;
  /** Shown to the caller, as kube-apiserver words it. */
  readonly reason?: string;
}

/** Decides whether a user may do something. */
export interface Authorizer {
  authorize(attributes: AccessAttributes): AccessDecision;
  /** What the user may do in a namespace, for SelfSubjectRulesReview. */
  rulesFor(user: UserInfo, namespace: string): AccessRules;
}

export interface AccessRules {
  readonly resourceRules: readonly {
    readonly verbs: readonly string[];
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly resourceNames?: readonly string[];
  }[];
  readonly nonResourceRules: readonly {
    readonly verbs: readonly string[];
    readonly nonResourceURLs: readonly string[];
  }[];
  /** What kept some rules from being found; absent when nothing did. */
  readonly errors?: readonly string[];
}

/** Lets every authenticated user do everything: what the embedded cluster does while enforcement is off. */
export const alwaysAllow: Authorizer = {
  authorize: () => ({ allowed: true }),
  rulesFor: () => ({
    resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
    nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  }),
};
