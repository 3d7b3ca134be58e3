import type { KubeObject, StructuralSchema } from '@flux19/objects';
import type { FieldSet } from '../sets/field-set.ts';

/**
 * How objects of one kind change between its versions. Needed only where managers of one object use different versions;
 * without it entries of other versions are read with the schema of the request.
 */
export interface VersionConverter {
  /** The object in another version of its kind; undefined when that version is no longer served, which drops its entries. */
  convert(object: KubeObject, apiVersion: string): KubeObject | undefined;
  /** The schema of that version; undefined for a kind without a schema. */
  schemaOf(apiVersion: string): StructuralSchema | undefined;
}

/** What apply and update share. Objects are never modified, and must not be modified later: results share parts with them. */
export interface FieldManagerOptions {
  /** Whose change this is: the `fieldManager` of the request. Empty means `unknown`. */
  readonly manager: string;
  /** Version of the request; that of the given object when absent. */
  readonly apiVersion?: string;
  /** The schema of that version; undefined where there is none: types are then deduced from the value. */
  readonly schema: StructuralSchema | undefined;
  /** `status` or `scale`; empty or absent for the object itself. */
  readonly subresource?: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly converter?: VersionConverter;
  /**
   * Fields that the resource resets before it stores, by apiVersion: status on the main path, all but status on `/status`.
   * Nobody comes to own them.
   */
  readonly resetFields?: Readonly<Record<string, FieldSet>>;
  /**
   * Whether the kind is one of Kubernetes' own. Those are Go structs, whose struct fields are there before anybody sets
   * them; so `f:spec` of a Deployment has no `.` after an update, unlike that of a custom resource.
   */
  readonly isBuiltin?: boolean;
  /** Entries that updates may leave before the oldest are merged into `ancient-changes`; 10 when absent. */
  readonly maxUpdaters?: number;
  /** Whether a create by other means than apply is recorded; true when absent, as in Kubernetes. */
  readonly tracksFromCreation?: boolean;
}

export interface ApplyRequest extends FieldManagerOptions {
  /** The stored object; undefined when the apply creates it. */
  readonly live: KubeObject | undefined;
  /** What the manager wants, without metadata.managedFields. */
  readonly applied: KubeObject;
  /** Takes over fields of others instead of throwing ConflictError. */
  readonly force?: boolean;
}

export interface ApplyResult {
  /** The object to store, with its new managedFields. The very `live` object when nothing changes. */
  readonly object: KubeObject;
  /** False exactly when `object` is `live`. */
  readonly changed: boolean;
}

export interface UpdateRequest extends FieldManagerOptions {
  /** The stored object; undefined for a create. */
  readonly live: KubeObject | undefined;
  /** The object as it shall be stored; its own metadata.managedFields are honoured as Kubernetes does. */
  readonly updated: KubeObject;
}
