import { formatObject, type ObjectReference } from '@flux19/objects';
import type { ChangeSet } from '../inventory/change-set.ts';

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

  /** A failure of one object: its name begins the message. */
  static about(object: ObjectReference, message: string, cause?: unknown): ApplyError {
    return new ApplyError(`${formatObject(object)} ${message}`, { object, cause });
  }

  /** The same failure, after these changes. */
  after(changes: ChangeSet): ApplyError {
    return new ApplyError(this.message, {
      object: this.object,
      cause: this.cause,
      changes: [...changes, ...this.changes],
    });
  }
}
