import type { Path } from '../paths/path-element.ts';
import { formatPath } from '../paths/path-text.ts';
import type { OwnershipConflict } from '../update/updater.ts';
import { describeManager, parseIdentity } from './manager-identity.ts';

/** A field that another manager owns and the apply wants to change. */
export interface Conflict {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  /** Of updaters only: appliers are the same whatever their version. */
  readonly apiVersion?: string;
  readonly subresource?: string;
  readonly path: Path;
}

/** One entry of `details.causes` of the Status that the API server answers with 409. */
export interface ConflictCause {
  readonly reason: 'FieldManagerConflict';
  /** `conflict with "kubectl" using apps/v1` */
  readonly message: string;
  /** `.spec.replicas` */
  readonly field: string;
}

/** An apply without force would take fields from other managers. The message is the one Kubernetes prints. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
  readonly conflicts: readonly Conflict[];
  readonly causes: readonly ConflictCause[];

  constructor(conflicts: readonly Conflict[]) {
    super(conflictMessage(conflicts));
    this.conflicts = conflicts;
    this.causes = conflicts.map((conflict) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${describeManager(conflict)}`,
      field: formatPath(conflict.path),
    }));
  }

  /** The conflicts that an apply ran into, those of one manager together. */
  static from(conflicts: readonly OwnershipConflict[]): ConflictError {
    const sorted = conflicts.toSorted((a, b) => (a.manager < b.manager ? -1 : a.manager > b.manager ? 1 : 0));
    return new ConflictError(sorted.map(({ manager, path }) => ({ ...parseIdentity(manager), path })));
  }
}

function conflictMessage(conflicts: readonly Conflict[]): string {
  const [first, ...others] = conflicts;
  if (first !== undefined && others.length === 0) {
    return `Apply failed with 1 conflict: conflict with ${describeManager(first)}: ${formatPath(first.path)}`;
  }
  const pathsByManager = Map.groupBy(conflicts, describeManager);
  const lines = [...pathsByManager].flatMap(([manager, own]) => [
    `conflicts with ${manager}:`,
    ...own.map(({ path }) => `- ${formatPath(path)}`),
  ]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}
