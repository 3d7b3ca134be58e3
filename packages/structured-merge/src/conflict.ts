import type { Path } from './path-element.ts';

/** A field that another manager owns and the apply wants to change. */
export interface Conflict {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string;
  /** RFC 3339; absent where the manager's entry has none. */
  readonly time?: string;
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

  constructor(message: string, conflicts: readonly Conflict[], causes: readonly ConflictCause[]) {
    super(message);
    this.conflicts = conflicts;
    this.causes = causes;
  }
}
