// The refusals of k8s.io/apimachinery/pkg/api/errors, with their texts.
import type { FieldError } from '@flux19/schemas';
import type { StatusCause, StatusDetails } from './status.ts';
import { StatusError } from './status-error.ts';

/** A resource of a group, or where Kubernetes does so, a kind of a group. */
export interface Qualified {
  /** Empty for the core group. */
  readonly group: string;
  /** Plural or kind. */
  readonly resource: string;
}

/** `deployments.apps`, or `pods` for the core group. */
function formatQualified({ group, resource }: Qualified): string {
  return group === '' ? resource : `${resource}.${group}`;
}

function detailsOf({ group, resource }: Qualified, name: string): StatusDetails {
  return {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    ...(resource === '' ? {} : { kind: resource }),
  };
}

export function notFound(what: Qualified, name: string): StatusError {
  const message = `${formatQualified(what)} ${quote(name)} not found`;
  return new StatusError({ code: 404, reason: 'NotFound', message, details: detailsOf(what, name) });
}

export function alreadyExists(what: Qualified, name: string, prefix = ''): StatusError {
  const message = `${prefix}${formatQualified(what)} ${quote(name)} already exists`;
  return new StatusError({ code: 409, reason: 'AlreadyExists', message, details: detailsOf(what, name) });
}

/** The server could not find a free name for a `generateName`. */
export function generateNameConflict(what: Qualified, name: string): StatusError {
  const message = `${formatQualified(what)} ${quote(name)} already exists, the server was not able to generate a unique name for the object`;
  const details = { ...detailsOf(what, name), retryAfterSeconds: 1 };
  return new StatusError({ code: 409, reason: 'AlreadyExists', message, details });
}

export function conflict(what: Qualified, name: string, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${formatQualified(what)} ${quote(name)}: ${why}`;
  return new StatusError({ code: 409, reason: 'Conflict', message, details: detailsOf(what, name) });
}

/** The object changed since the client read it. */
export function staleVersion(what: Qualified, name: string): StatusError {
  return conflict(
    what,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
  );
}

export function applyConflict(message: string, causes: readonly StatusCause[]): StatusError {
  return new StatusError({ code: 409, reason: 'Conflict', message, details: { causes } });
}

export function forbidden(what: Qualified, name: string, why: string, causes?: readonly StatusCause[]): StatusError {
  const subject = name === '' ? formatQualified(what) : `${formatQualified(what)} ${quote(name)}`;
  const message = what.resource === '' ? `forbidden: ${why}` : `${subject} is forbidden: ${why}`;
  const details = { ...detailsOf(what, name), ...(causes === undefined ? {} : { causes }) };
  return new StatusError({ code: 403, reason: 'Forbidden', message, details });
}

/** An object that breaks rules; `kind` is a kind here, not a plural. */
export function invalid(kind: Qualified, name: string, errors: readonly FieldError[]): StatusError {
  const causes = errors.map((error) => ({ reason: error.type, message: error.body, field: error.field }));
  const subject = `${formatQualified(kind)} ${quote(name)} is invalid`;
  const message = errors.length === 0 ? subject : `${subject}: ${aggregate(errors.map((error) => error.message))}`;
  const details = { ...detailsOf(kind, name), ...(causes.length === 0 ? {} : { causes }) };
  return new StatusError({ code: 422, reason: 'Invalid', message, details });
}

/** Joins messages as Go's aggregate of errors prints them: duplicates once, brackets around more than one. */
export function aggregate(messages: readonly string[]): string {
  const unique = [...new Set(messages)];
  return unique.length === 1 ? (unique[0] ?? '') : `[${unique.join(', ')}]`;
}

export function badRequest(message: string): StatusError {
  return new StatusError({ code: 400, reason: 'BadRequest', message });
}

export function unauthorized(): StatusError {
  return new StatusError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
}

/** The resourceVersion asked for is no longer known. */
export function expired(message: string): StatusError {
  return new StatusError({ code: 410, reason: 'Expired', message });
}

/** The resourceVersion asked for lies in the future. */
export function tooLargeVersion(asked: number, current: number): StatusError {
  return new StatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  });
}

/** The method exists for no resource of that path. */
export function methodNotAllowed(): StatusError {
  const message = 'the server does not allow this method on the requested resource';
  return new StatusError({ code: 405, reason: 'MethodNotAllowed', message, details: {} });
}

/** No such path. */
export function unknownPath(): StatusError {
  const message = 'the server could not find the requested resource';
  return new StatusError({ code: 404, reason: 'NotFound', message, details: {} });
}

export function tooManyRequests(
  message: string,
  retryAfterSeconds: number,
  causes?: readonly StatusCause[],
): StatusError {
  const details = {
    ...(causes === undefined ? {} : { causes }),
    ...(retryAfterSeconds === 0 ? {} : { retryAfterSeconds }),
  };
  return new StatusError({ code: 429, reason: 'TooManyRequests', message, details });
}

export function entityTooLarge(why: string): StatusError {
  const message = `Request entity too large: ${why}`;
  return new StatusError({ code: 413, reason: 'RequestEntityTooLarge', message });
}

export function notAcceptable(accepted: readonly string[]): StatusError {
  const message = `only the following media types are accepted: ${accepted.join(', ')}`;
  return new StatusError({ code: 406, reason: 'NotAcceptable', message });
}

export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new StatusError({ code: 415, reason: 'UnsupportedMediaType', message });
}

/** The route of a built-in resource takes no such body. */
export function unsupportedByRoute(): StatusError {
  const message = '415: Unsupported Media Type';
  return new StatusError({ code: 415, reason: 'UnsupportedMediaType', message, details: {} });
}

/** The route of a built-in resource has no such form. */
export function notAcceptableByRoute(available: readonly string[]): StatusError {
  const message = `406: Not Acceptable\n\nAvailable representations: ${available.join(', ')}`;
  return new StatusError({ code: 406, reason: 'NotAcceptable', message, details: {} });
}

/** What was asked for has no such form. */
export function inconvertible(message: string): StatusError {
  return new StatusError({ code: 406, reason: 'NotAcceptable', message });
}

/** A patch that cannot be carried out on the object. */
export function unprocessable(why: string): StatusError {
  const message = 'the server rejected our request due to an error in our request';
  return new StatusError({ code: 422, reason: 'Invalid', message, details: {}, cause: why });
}

export function serviceUnavailable(message: string): StatusError {
  return new StatusError({ code: 503, reason: 'ServiceUnavailable', message });
}

/** The storage took a write not in. Kubernetes passes the words of etcd on, and gives no reason. */
export function storageFailed(thrown: unknown): StatusError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new StatusError({ code: 500, reason: '', message, cause: thrown });
}

/** A fault of the server itself. */
export function internalError(thrown: unknown): StatusError {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new StatusError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${why}`,
    details: { causes: [{ message: why }] },
    cause: thrown,
  });
}

function quote(name: string): string {
  return JSON.stringify(name);
}
