import { OciError } from '@flux19/oci';
import { ReconcileError } from '@flux19/runtime';

/**
 * A failure for the status and the queue. A registry that asks to be left alone for a while is left alone for that long.
 *
 * @param prefix what was tried
 */
export function toFailure(thrown: unknown, reason = 'Failed', prefix = ''): ReconcileError {
  if (thrown instanceof ReconcileError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const requeueAfterMs = thrown instanceof OciError ? thrown.retryAfterMs : undefined;
  return new ReconcileError(reason, prefix + message, {
    cause: thrown,
    ...(requeueAfterMs === undefined ? {} : { requeueAfterMs }),
  });
}
