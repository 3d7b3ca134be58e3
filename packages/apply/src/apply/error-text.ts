import { ApiError, hasReason } from '@flux19/kube';
import { formatObject, type KubeObject, objectReference } from '@flux19/objects';
import { maskValues } from './mask-secrets.ts';

/** Flux's text for a dry run that failed. */
export function dryRunFailure(object: KubeObject, thrown: unknown): string {
  const subject = formatObject(objectReference(object));
  const message = failureText(object, thrown);
  if (hasReason(thrown, 'NotFound')) {
    const namespace = object.metadata.namespace ?? '';
    return namespace === '' ? `${subject} namespace not specified: ${message}` : `${subject} not found: ${message}`;
  }
  const reason = reasonOf(thrown);
  return `${subject} dry-run failed${reason === '' ? '' : ` (${reason})`}: ${message}`;
}

/** The message of a failure about an object, without the values of a Secret that it may quote. */
export function failureText(object: KubeObject, thrown: unknown): string {
  return maskValues(thrown instanceof Error ? thrown.message : String(thrown), object);
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof ApiError)) return '';
  const isConflict = thrown.status.details?.causes?.some((cause) => cause.reason === 'FieldManagerConflict') ?? false;
  if (isConflict) return 'FieldManagerConflict';
  return thrown.reason === 'Unknown' ? '' : thrown.reason;
}

/** Whether making the object anew may help: what kubectl and Flux take for a change of an immutable field. */
export function isImmutableFailure(thrown: unknown): boolean {
  if (hasReason(thrown, 'Conflict') || hasReason(thrown, 'Invalid')) return true;
  return thrown instanceof Error && /is\simmutable|immutable\sfield/.test(thrown.message);
}
