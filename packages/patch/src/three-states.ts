import type { JsonObject } from '@flux19/objects';

/** Three states of one object, as `kubectl apply` knows them. */
export interface ThreeStates {
  /** What was applied last. */
  readonly original: JsonObject;
  /** What is to be applied. */
  readonly modified: JsonObject;
  /** What is live. */
  readonly current: JsonObject;
}
