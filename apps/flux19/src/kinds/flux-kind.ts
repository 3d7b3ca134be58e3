import type { Condition, KubeObject } from '@flux19/objects';
import { truncateHashes } from './truncate-hashes.ts';

/** One word, or a group and a word in it: `kustomization`, `source git`. */
export type Words = readonly [string] | readonly [string, string];

/** How the CLI speaks of one kind of Flux. */
export interface FluxKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** As sentences name it: `source git`, `kustomization`. */
  readonly humanKind: string;
  /** Words after `reconcile`, `suspend`, `resume`, `create`, `delete` and `export`. */
  readonly words: Words;
  /** Words after `get`. */
  readonly getWords: Words;
  readonly aliases: readonly string[];
  /** Column titles besides the name. */
  readonly columns: readonly string[];
  /** Cells under the titles. */
  summarize(object: KubeObject): readonly string[];
  /** What is told when a reconciliation went well. */
  successMessage(object: KubeObject): string;
  /** The source that an object takes its files from; kinds that have none leave it out. */
  sourceOf?(object: KubeObject): SourceTarget | undefined;
  /** Objects that no controller reconciles: they are what their spec says. */
  isStatic?(object: KubeObject): boolean;
  /** Counts as Ready whatever its status says. */
  readonly isAlwaysReady?: boolean;
  readonly canReconcile?: boolean;
  readonly canSuspend?: boolean;
  readonly canDelete?: boolean;
}

/** Names a source from the point of view of an object that uses it. */
export interface SourceTarget {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

interface Status {
  readonly conditions?: readonly Condition[];
  readonly artifact?: { readonly revision?: string };
  readonly lastAppliedRevision?: string;
  readonly lastHandledReconcileAt?: string;
  readonly observedGeneration?: number;
}

/** The status of an object of Flux; empty before the first reconciliation. */
export function statusOf(object: KubeObject): Status & Readonly<Record<string, unknown>> {
  return (object['status'] ?? {}) as Status & Readonly<Record<string, unknown>>;
}

/** The spec of an object of Flux. */
export function specOf(object: KubeObject): Readonly<Record<string, unknown>> {
  return (object['spec'] ?? {}) as Readonly<Record<string, unknown>>;
}

/** The Ready condition, when there is one. */
export function readyCondition(object: KubeObject): Condition | undefined {
  return statusOf(object).conditions?.find(({ type }) => type === 'Ready');
}

/** Status and message of the Ready condition, or what flux says before there is one. */
export function readiness(object: KubeObject): { readonly ready: string; readonly message: string } {
  const ready = readyCondition(object);
  return ready === undefined
    ? { ready: 'False', message: 'waiting to be reconciled' }
    : { ready: ready.status, message: ready.message };
}

/** The cells READY and MESSAGE. */
export function readyCells(object: KubeObject): [string, string] {
  const { ready, message } = readiness(object);
  return [ready, truncateHashes(message)];
}

/** True for an object that its owner put to rest. */
export function isSuspended(object: KubeObject): boolean {
  return specOf(object)['suspend'] === true;
}

/** The cell SUSPENDED. */
export function suspendedCell(object: KubeObject): string {
  return isSuspended(object) ? 'True' : 'False';
}

/** Reads a reference to a source; its namespace is that of the object unless it names another. */
export function sourceTarget(reference: unknown, object: KubeObject): SourceTarget | undefined {
  if (typeof reference !== 'object' || reference === null) return undefined;
  const { kind, name, namespace } = reference as Partial<SourceTarget>;
  if (kind === undefined || name === undefined) return undefined;
  return { kind, name, namespace: namespace ?? object.metadata.namespace ?? '' };
}
