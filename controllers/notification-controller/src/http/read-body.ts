import type { Clock } from '@flux19/ports';

/** Flux: no body is longer than 3 MiB. */
const largestBody = 3 * 1024 * 1024;

export type BodyOutcome =
  | { readonly kind: 'body'; readonly bytes: Buffer }
  | { readonly kind: 'refused'; readonly status: 400 | 408 | 413; readonly why: string };

/** Reads a body within bounds of size and time. Never throws. */
export async function readBody(request: Request, clock: Clock, timeoutMs: number): Promise<BodyOutcome> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > largestBody) return tooLarge(request.body);
  if (request.body === null) return { kind: 'body', bytes: Buffer.alloc(0) };
  const reader = request.body.getReader();
  const ended = new AbortController();
  const late = clock.sleep(timeoutMs, ended.signal).then(
    (): BodyOutcome => ({ kind: 'refused', status: 408, why: 'reading the request body took too long' }),
    () => undefined,
  );
  try {
    const outcome = await Promise.race([collect(reader), late]);
    return outcome ?? brokenOff();
  } catch {
    return brokenOff();
  } finally {
    ended.abort();
    // What is left must not fill memory behind our back.
    reader.cancel().catch(() => undefined);
  }
}

async function collect(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<BodyOutcome> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { kind: 'body', bytes: Buffer.concat(chunks) };
    size += value.byteLength;
    if (size > largestBody) return tooLarge(null);
    chunks.push(value);
  }
}

function brokenOff(): BodyOutcome {
  return { kind: 'refused', status: 400, why: 'reading the request body failed' };
}

function tooLarge(body: Request['body']): BodyOutcome {
  body?.cancel().catch(() => undefined);
  return { kind: 'refused', status: 413, why: `request body exceeds the maximum size of ${largestBody} bytes` };
}
