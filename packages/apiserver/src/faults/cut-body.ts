import { BrokenConnectionError, type Clock } from '@flux19/ports';
import type { Reply } from '../http/reply.ts';

type Bytes = ReadableStream<Uint8Array>;

/** The body as a stream, whatever it was. */
export function bodyStream(body: Reply['body']): Bytes {
  if (body instanceof ReadableStream) return body;
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

/** Passes some bytes on and then fails. */
export function truncated(body: Bytes, afterBytes: number): Bytes {
  let left = afterBytes;
  const fail = (controller: TransformStreamDefaultController<Uint8Array>): void =>
    controller.error(new BrokenConnectionError('connection reset on purpose'));
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      if (left > 0) controller.enqueue(chunk.subarray(0, left));
      left -= chunk.byteLength;
      // In a turn of its own: what is enqueued and then failed at once never reaches the reader.
      if (left <= 0) setImmediate(fail, controller);
    },
    flush: (controller) => fail(controller),
  });
  return body.pipeThrough(cut);
}

/** Passes some bytes on and then nothing for a while; without an end, until the reader gives up. */
export function stalled(
  body: Bytes,
  { afterBytes, ms }: { readonly afterBytes: number; readonly ms?: number },
  clock: Clock,
  signal: AbortSignal,
): Bytes {
  let left: number | undefined = afterBytes;
  const rest = async (): Promise<void> => {
    left = undefined;
    await (ms === undefined ? aborted(signal) : clock.sleep(ms, signal));
  };
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    async transform(chunk, controller) {
      if (left === undefined || chunk.byteLength < left) {
        if (left !== undefined) left -= chunk.byteLength;
        return controller.enqueue(chunk);
      }
      if (left > 0) controller.enqueue(chunk.subarray(0, left));
      const tail = chunk.subarray(left);
      await rest();
      if (tail.byteLength > 0) controller.enqueue(tail);
    },
    async flush() {
      if (left !== undefined) await rest();
    },
  });
  return body.pipeThrough(cut, { signal });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Passes some events on, each a chunk of its own, and then ends. */
export function endingAfter(body: Bytes, events: number, last: Uint8Array | undefined): Bytes {
  let left = events;
  const finish = (controller: TransformStreamDefaultController<Uint8Array>): void => {
    if (last !== undefined) controller.enqueue(last);
    controller.terminate();
  };
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      if (left <= 0) finish(controller);
    },
    transform(chunk, controller) {
      controller.enqueue(chunk);
      left -= 1;
      if (left <= 0) finish(controller);
    },
  });
  return body.pipeThrough(cut);
}
