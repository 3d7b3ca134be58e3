import { type JsonValue, parseJson } from '@flux19/objects';
import { abortable } from './abortable.ts';
import { ConnectionError } from './api-error.ts';
import type { Incoming } from './transport.ts';

/** Larger answers are refused. A page of 500 objects of the largest size that etcd takes would be 750 MB, but nobody has those. */
const largestBodyBytes = 256 * 1024 * 1024;

/** Reads a body as text, in full or not at all. Throws {@link ConnectionError} when it breaks off or is too large. */
export async function readText({ response, signal, finish }: Incoming): Promise<string> {
  const body = response.body;
  if (body === null) {
    finish();
    return '';
  }
  const reader = body.getReader();
  try {
    return await collect(reader, signal);
  } catch (thrown) {
    reader.cancel().catch(() => undefined);
    if (signal.aborted || thrown instanceof ConnectionError) throw thrown;
    throw new ConnectionError('the answer broke off', { cause: thrown });
  } finally {
    finish();
  }
}

async function collect(reader: ReadableStreamDefaultReader<Uint8Array>, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for (;;) {
    const { done, value } = await abortable(reader.read(), signal);
    if (done) break;
    chunks.push(value);
    sizeBytes += value.byteLength;
    if (sizeBytes > largestBodyBytes) throw new ConnectionError(`the answer is larger than ${largestBodyBytes} bytes`);
  }
  const [first] = chunks;
  const bytes = chunks.length === 1 && first !== undefined ? asBuffer(first) : Buffer.concat(chunks);
  return bytes.toString('utf8');
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Reads JSON. Throws {@link ConnectionError} for anything else: half an answer is no answer. */
export function parseBody(text: string, what: string): JsonValue {
  try {
    return parseJson(text);
  } catch (thrown) {
    throw new ConnectionError(`${what}: the answer is not JSON`, { cause: thrown });
  }
}

/** Reads JSON if it is any. */
export function tryParse(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The answer for a caller who reads the body himself: it obeys the signal to its end, and then lets go of it. */
export function handOver({ response, signal, finish }: Incoming): Response {
  if (response.body === null) {
    finish();
    return response;
  }
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await abortable(reader.read(), signal);
        if (!done) return controller.enqueue(value);
        finish();
        controller.close();
      } catch (thrown) {
        finish();
        reader.cancel().catch(() => undefined);
        throw thrown;
      }
    },
    async cancel(reason) {
      finish();
      await reader.cancel(reason);
    },
  });
  return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
}
