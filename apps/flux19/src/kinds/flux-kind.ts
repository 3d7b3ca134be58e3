import type { Condition, KubeObject } from '@flux19/objects';

/** How the CLI speaks of one kind of Flux. */
export interface FluxKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** As sentences name it: `source git`, `kustomization`. */
  readonly humanKind: string;
  /** Words after `reconcile`, `suspend`, `resume`, `create`, `delete` and `export`. */
  readonly words: readonly [string] | readonly [string, string];
  /** Words after `get`, where they differ. */
  readonly getWords: readonly [string] | readonly [string, string];
  readonly aliases: readonly string[];
  /** Column titles besides the name. */
  readonly columns: readonly string[];
  /** Cells under the titles. */
  summarize(object: KubeObject): readonly string[];
  /** What is told when a reconciliation went well. */
  successMessage(object: KubeObject): string;
  /** Nothing reconciles the kind: it is what its spec says. */
  readonly isStatic?: boolean;
  readonly canSuspend?: boolean;
}

interface Status {
  readonly conditions?: readonly Condition[];
  readonly artifact?: { readonly revision?: string };
  readonly lastAppliedRevision?: string;
}

/** The status of an object of Flux; empty before the first reconciliation. */
export function statusOf(object: KubeObject): Status & Readonly<Record<string, unknown>> {
  return (object['status'] ?? {}) as Status & Readonly<Record<string, unknown>>;
}

export function specOf(object: KubeObject): Readonly<Record<string, unknown>> {
  return (object['spec'] ?? {}) as Readonly<Record<string, unknown>>;
}

/** Status and message of the Ready condition, or what flux says before there is one. */
export function readiness(object: KubeObject): { readonly ready: string; readonly message: string } {
  const ready = statusOf(object).conditions?.find(({ type }) => type === 'Ready');
  return ready === undefined
    ? { ready: 'False', message: 'waiting to be reconciled' }
    : { ready: ready.status, message: ready.message };
}
