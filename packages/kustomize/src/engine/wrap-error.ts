import { KustomizeError, type KustomizeErrorDetails } from './kustomize-error.ts';

/** Puts context in front of a message; place and reason of the cause stay unless given. */
export function wrapError(prefix: string, cause: unknown, details: KustomizeErrorDetails = {}): KustomizeError {
  if (!(cause instanceof KustomizeError)) throw cause;
  return new KustomizeError(`${prefix}: ${cause.message}`, {
    reason: cause.reason,
    file: cause.file ?? details.file,
    line: cause.file === undefined ? (cause.line ?? details.line) : cause.line,
    field: cause.field ?? details.field,
    cause,
  });
}

/** Runs an action; what it throws gets the prefix. */
export function within<Result>(prefix: string, action: () => Result, details: KustomizeErrorDetails = {}): Result {
  try {
    return action();
  } catch (cause) {
    throw wrapError(prefix, cause, details);
  }
}
