import { isJsonObject, parseJson } from '@flux19/objects';
import { OciError, type OciFailure } from '../oci-error.ts';
import { readBounded } from './read-bounded.ts';
import { retryAfterMs } from './retry-delay.ts';

/** As much as is read of an error answer. */
const maximumBytes = 64 * 1024;
const maximumMessage = 1000;

/** What an answer that is no success means. Reads its body. */
export async function responseError(call: string, response: Response, nowMs: number): Promise<OciError> {
  const details = { status: response.status, retryAfterMs: retryAfterMs(response.headers.get('retry-after'), nowMs) };
  const errors = await readErrors(response);
  const [first] = errors;
  if (first === undefined) {
    const status = `${response.status} ${response.statusText}`.trim();
    return new OciError(failureOf(response.status), `${call}: unexpected status code ${status}`, details);
  }
  const text = errors.map(({ code, message }) => [code, message].filter((part) => part !== '').join(': ')).join('; ');
  const message = `${call}: ${text.slice(0, maximumMessage)}`;
  return new OciError(failureOf(response.status), message, { ...details, code: first.code });
}

function failureOf(status: number): OciFailure {
  if (status === 401 || status === 403) return 'AuthenticationFailed';
  if (status === 404) return 'NotFound';
  return status === 429 ? 'TooManyRequests' : 'Refused';
}

interface RegistryFault {
  readonly code: string;
  readonly message: string;
}

/** The errors of the body, in the form of the specification; none when it has another form. */
async function readErrors(response: Response): Promise<RegistryFault[]> {
  try {
    const bytes = await readBounded(response.body, maximumBytes, 'the error answer');
    const body = parseJson(Buffer.from(bytes).toString('utf8'));
    const errors = isJsonObject(body) && Array.isArray(body['errors']) ? body['errors'] : [];
    return errors.slice(0, 5).filter(isJsonObject).map(toFault);
  } catch {
    // The status says enough.
    return [];
  }
}

function toFault({ code, message }: Readonly<Record<string, unknown>>): RegistryFault {
  return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : '' };
}
