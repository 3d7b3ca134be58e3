import { isJsonObject, type JsonObject, parseJson } from '@flux19/objects';
import { type Handler, withDeadline } from '@flux19/ports';
import { CloudError } from '../cloud-error.ts';
import type { CloudEnvironment } from './cloud-environment.ts';
import { errorCodeIn } from './error-code.ts';

/** A request to a service of a cloud. */
export interface ServiceRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What it takes to ask. */
export type Asker = Pick<CloudEnvironment, 'fetch' | 'clock'>;

const maximumBytes = 1024 * 1024;
/** Flux: longer than this nobody waits for a token. */
const timeoutMs = 10_000;

/**
 * The answer as a text. Redirects are not followed: what is sent are credentials. Throws {@link CloudError}; nothing of the answer is in
 * its message but the code of an error.
 */
export async function askService(
  { fetch, clock }: Asker,
  request: ServiceRequest,
  signal: AbortSignal,
): Promise<string> {
  const call = describeCall(request);
  try {
    return await withDeadline(clock, timeoutMs, signal, (inner) => send(fetch, request, call, inner));
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof CloudError) throw thrown;
    throw unreachable(call, thrown);
  }
}

async function send(fetch: Handler, request: ServiceRequest, call: string, signal: AbortSignal): Promise<string> {
  const { method, url, headers = {}, body = null } = request;
  const response = await fetch(new Request(url, { method, headers, body, redirect: 'manual', signal }));
  const text = await readBounded(response, call);
  if (response.ok) return text;
  const { status } = response;
  const code = errorCodeIn(text);
  throw new CloudError(
    'Refused',
    `${call}: unexpected status code ${status}${code === undefined ? '' : ` (${code})`}`,
    {
      status,
    },
  );
}

function unreachable(call: string, cause: unknown): CloudError {
  return new CloudError('Network', `${call}: the service cannot be reached`, { cause });
}

/** The answer as an object. */
export async function askForObject(
  environment: Asker,
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

/** A form that is posted. */
export function formRequest(url: string, fields: Readonly<Record<string, string>>): ServiceRequest {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', url, headers, body: new URLSearchParams(fields).toString() };
}

/** An answer that lacks what was asked for. */
export function unusable(request: ServiceRequest): CloudError {
  return new CloudError('InvalidContent', `${describeCall(request)}: the answer does not hold what was asked for`);
}

/** Without query, where signatures are. */
function describeCall({ method, url }: ServiceRequest): string {
  const { origin, pathname } = new URL(url);
  return `${method} ${origin}${pathname}`;
}

async function readBounded({ body }: Response, call: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the stream.
  for await (const part of body ?? []) {
    size += part.length;
    if (size > maximumBytes) throw new CloudError('InvalidContent', `${call}: the answer is too large`);
    parts.push(part);
  }
  return Buffer.concat(parts, size).toString('utf8');
}
