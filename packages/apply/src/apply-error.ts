import type { ObjectReference } from '@flux19/objects';
import type { ChangeSet } from './change-set.ts';

export interface ApplyErrorOptions extends ErrorOptions {
  readonly object?: ObjectReference | undefined;
  readonly changes?: ChangeSet;
}

/** An apply or a deletion that failed. `message` is Flux's text, with values of Secrets masked. */
export class ApplyError extends Error {
  override readonly name = 'ApplyError';
  /** The object at fault. */
  readonly object: ObjectReference | undefined;
  /** What had been done before. */
  readonly changes: ChangeSet;

  constructor(message: string, options: ApplyErrorOptions = {}) {
    super(message, options);
    this.object = options.object;
    this.changes = options.changes ?? [];
  }
}
