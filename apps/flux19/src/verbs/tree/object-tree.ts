import type { ObjectReference } from '@flux19/objects';

/** An object, and what it brought about. */
export interface ObjectTree {
  readonly object: ObjectReference;
  readonly children: readonly ObjectTree[];
}
