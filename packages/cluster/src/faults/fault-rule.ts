import type { Fault } from '@flux19/apiserver';

/**
 * Which requests a rule is about. Every list that is given has to contain the request's value; an entry may hold `*` for any text.
 * A rule that names no users leaves the cluster's own controllers alone (user `system:kube-controller-manager`).
 */
export interface FaultMatch {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; lower-case HTTP method for other paths. */
  readonly verbs?: readonly string[];
  /** Empty text for the core group. */
  readonly groups?: readonly string[];
  /** Plural, or plural and group: `deployments`, `deployments.apps`. */
  readonly resources?: readonly string[];
  readonly kinds?: readonly string[];
  /** `status`, `scale`...; empty text for the object itself. Any when absent. */
  readonly subresources?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly names?: readonly string[];
  /** Names of users: `kubernetes-admin`, `system:serviceaccount:flux-system:*`. */
  readonly users?: readonly string[];
  readonly userAgents?: readonly string[];
  /** Whole paths without their query. */
  readonly paths?: readonly string[];
}

/** A fault, the requests that it hits, and how often. */
export interface FaultRule {
  /** Unique; made up when absent. */
  readonly name?: string;
  /** Every request when absent. */
  readonly match?: FaultMatch;
  /** Between 0 and 1; 1 when absent. */
  readonly probability?: number;
  /** Where the draws for the probability start; with the same seed and requests, the same are hit. Made up when absent. */
  readonly seed?: number;
  /** So many matching requests pass first. */
  readonly skip?: number;
  /** So many requests are hit; no limit when absent. */
  readonly times?: number;
  readonly fault: Fault;
}

/** A rule in force, and what it has done. */
export interface ActiveFaultRule extends FaultRule {
  readonly name: string;
  readonly seed: number;
  /** Requests that matched. */
  readonly seen: number;
  /** Requests that got the fault. */
  readonly hits: number;
}
