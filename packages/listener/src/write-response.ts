import type { ServerResponse } from 'node:http';

type BodyReader = ReadableStreamDefaultReader<Uint8Array>;
type BodyPart = Awaited<ReturnType<BodyReader['read']>>;

/**
 * Sends a Web response. A body that is in memory goes out in one piece with its head; one that is still being made is passed on
 * as it comes, no faster than the client reads it.
 */
export async function writeResponse(response: Response, outgoing: ServerResponse, isHead: boolean): Promise<void> {
  const headers = [...response.headers].flat();
  if (response.body === null || isHead) {
    await response.body?.cancel();
    outgoing.writeHead(response.status, headers).end();
    return;
  }
  const reader = response.body.getReader();
  const cancel = (): void => {
    reader.cancel(new Error('the client went away')).catch(() => undefined);
  };
  outgoing.once('close', cancel);
  const first = reader.read();
  const part = await withinThisTurn(first);
  const rest = part === undefined || part.done ? first : reader.read();
  const isWhole = part !== undefined && !part.done && (await withinThisTurn(rest))?.done === true;
  if (isWhole) {
    const length = response.headers.has('content-length') ? [] : ['content-length', String(part.value.byteLength)];
    outgoing.writeHead(response.status, [...headers, ...length]).end(part.value);
  } else {
    outgoing.writeHead(response.status, headers);
    // Watchers wait for the head of the answer before the first event exists.
    if (part?.value === undefined) outgoing.flushHeaders();
    else outgoing.write(part.value);
    await writeParts(reader, rest, outgoing);
  }
  outgoing.off('close', cancel);
}

async function writeParts(reader: BodyReader, first: Promise<BodyPart>, outgoing: ServerResponse): Promise<void> {
  for (let part = await first; !part.done; part = await reader.read()) {
    if (outgoing.destroyed) break;
    if (!outgoing.write(part.value)) await drained(outgoing);
  }
  outgoing.end();
}

/** What is there without waiting for anybody else; undefined when nothing is. */
function withinThisTurn(part: Promise<BodyPart>): Promise<BodyPart | undefined> {
  return Promise.race([part, new Promise<undefined>((resolve) => setImmediate(resolve, undefined))]);
}

/** Resolves when the client has read what waits for it, or went away. Leaves no listener behind: a large body comes here often. */
function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      outgoing.off('drain', done);
      outgoing.off('close', done);
      resolve();
    };
    outgoing.once('drain', done);
    outgoing.once('close', done);
    if (outgoing.destroyed) done();
  });
}
