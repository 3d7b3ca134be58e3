import { isJsonObject, type JsonValue } from '@flux19/objects';
import { ApiError, type ApiStatus } from './api-error.ts';

/** Reasons that Kubernetes gives to codes: https://github.com/kubernetes/apimachinery/blob/master/pkg/api/errors/errors.go */
const reasons: ReadonlyMap<number, string> = new Map([
  [400, 'BadRequest'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'NotFound'],
  [405, 'MethodNotAllowed'],
  [406, 'NotAcceptable'],
  [409, 'Conflict'],
  [410, 'Gone'],
  [413, 'RequestEntityTooLarge'],
  [415, 'UnsupportedMediaType'],
  [422, 'Invalid'],
  [429, 'TooManyRequests'],
  [500, 'InternalError'],
  [503, 'ServiceUnavailable'],
  [504, 'Timeout'],
]);

/** How much of an answer that is no Status goes into the message. */
const excerptLength = 300;

/** The error of an answer: its Status when the body is one, a Status made from the code otherwise. */
export function errorOfAnswer(
  code: number,
  body: JsonValue | undefined,
  text: string,
  retryAfterMs?: number,
): ApiError {
  const status = isStatus(body) ? withReason(body) : plainStatus(code, text);
  return new ApiError(status, { retryAfterMs });
}

/** The error of an ERROR event in a watch. */
export function errorOfStatus(status: JsonValue | undefined): ApiError {
  return new ApiError(
    isStatus(status) ? withReason(status) : plainStatus(500, 'the watch reported an error without saying which'),
  );
}

/** A Status may have no reason. client-go goes by the code then, but leaves the reason of a 500 empty, which shows in texts. */
function withReason(status: ApiStatus): ApiStatus {
  if (typeof status.reason === 'string') return status;
  return { ...status, reason: status.code === 500 ? '' : (reasons.get(status.code) ?? '') };
}

function isStatus(body: JsonValue | undefined): body is JsonValue & ApiStatus {
  return (
    isJsonObject(body) &&
    body['kind'] === 'Status' &&
    typeof body['message'] === 'string' &&
    typeof body['code'] === 'number' &&
    (body['reason'] === undefined || typeof body['reason'] === 'string')
  );
}

function plainStatus(code: number, text: string): ApiStatus {
  const excerpt = text.trim().slice(0, excerptLength);
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message:
      excerpt === ''
        ? `the server answered with status ${code}`
        : `the server answered with status ${code}: ${excerpt}`,
    reason: reasons.get(code) ?? 'Unknown',
    code,
  };
}
