import { isJsonObject, type JsonObject, parseJson } from '@flux19/objects';
import { readBounded } from '../client/read-bounded.ts';
import { describeCall } from '../client/registry-call.ts';
import { causedFailure, OciError } from '../oci-error.ts';
import type { CloudEnvironment } from './cloud-environment.ts';

/** A request to a service of a cloud. */
export interface ServiceRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const maximumBytes = 1024 * 1024;

/** The answer as a text. Redirects are not followed: what is sent are credentials. Throws `OciError`; nothing of the answer is in its message. */
export async function askService(
  { fetch }: CloudEnvironment,
  { method, url, headers = {}, body }: ServiceRequest,
  signal: AbortSignal,
): Promise<string> {
  const call = describeCall(method, new URL(url));
  const request = new Request(url, { method, headers, body: body ?? null, redirect: 'manual', signal });
  const response = await fetch(request).catch((thrown: unknown) => {
    signal.throwIfAborted();
    throw causedFailure('Network', `${call}: the service cannot be reached`, thrown);
  });
  if (!response.ok) {
    await response.body?.cancel();
    const { status } = response;
    throw new OciError('AuthenticationFailed', `${call}: unexpected status code ${status}`, { status });
  }
  return Buffer.from(await readBounded(response.body, maximumBytes, call)).toString('utf8');
}

/** The answer as an object. */
export async function askForObject(
  environment: CloudEnvironment,
  request: ServiceRequest,
  signal: AbortSignal,
): Promise<JsonObject> {
  const text = await askService(environment, request, signal);
  try {
    const value = parseJson(text);
    if (isJsonObject(value)) return value;
  } catch {
    // The parser's message may show a part of a token.
  }
  throw unusable(request);
}

/** A text of an answer that has to be there. */
export function textIn(answer: JsonObject, key: string, request: ServiceRequest): string {
  const value = answer[key];
  if (typeof value === 'string' && value !== '') return value;
  throw unusable(request);
}

/** An answer that lacks what was asked for. */
export function unusable({ method, url }: ServiceRequest): OciError {
  const call = describeCall(method, new URL(url));
  return new OciError('AuthenticationFailed', `${call}: the answer holds no credentials`);
}
