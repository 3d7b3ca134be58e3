import type { JsonObject } from '@flux19/objects';
import type { Path, PathElement } from './path-element.ts';

/** An immutable set of paths: the fieldsV1 of a managedFields entry. */
export class FieldSet {
  static readonly empty: FieldSet = new FieldSet();
  static of(..._paths: readonly Path[]): FieldSet {
    throw new Error('not built yet');
  }
  /** Reads fieldsV1; throws FieldSetError on malformed keys. */
  static fromJson(_fieldsV1: JsonObject): FieldSet {
    throw new Error('not built yet');
  }
  /** Prints fieldsV1 with its keys in the order of Kubernetes. */
  toJson(): JsonObject {
    throw new Error('not built yet');
  }
  has(_path: Path): boolean {
    throw new Error('not built yet');
  }
  isEmpty(): boolean {
    throw new Error('not built yet');
  }
  /** Number of paths. */
  get size(): number {
    throw new Error('not built yet');
  }
  equals(_other: FieldSet): boolean {
    throw new Error('not built yet');
  }
  union(_other: FieldSet): FieldSet {
    throw new Error('not built yet');
  }
  intersection(_other: FieldSet): FieldSet {
    throw new Error('not built yet');
  }
  /** The paths that are not in the other set. */
  difference(_other: FieldSet): FieldSet {
    throw new Error('not built yet');
  }
  /** The paths that are neither in the other set nor below one of its paths. */
  recursiveDifference(_other: FieldSet): FieldSet {
    throw new Error('not built yet');
  }
  /** The paths that are not a prefix of another path of the set. */
  leaves(): FieldSet {
    throw new Error('not built yet');
  }
  /** What lies below a path element, as a set of its own. */
  withPrefix(_element: PathElement): FieldSet {
    throw new Error('not built yet');
  }
  /** Every path, in the order of Kubernetes. */
  paths(): Path[] {
    throw new Error('not built yet');
  }
}
