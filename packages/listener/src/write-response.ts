import type { ServerResponse } from 'node:http';

/** Sends a Web response. A streamed body is passed on piece by piece, no faster than the client reads it. */
export async function writeResponse(response: Response, outgoing: ServerResponse, isHead: boolean): Promise<void> {
  outgoing.writeHead(response.status, [...response.headers].flat());
  if (response.body === null || isHead) {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  // Watchers wait for the head of the answer before the first event exists.
  outgoing.flushHeaders();
  const reader = response.body.getReader();
  const cancel = (): void => {
    reader.cancel(new Error('the client went away')).catch(() => undefined);
  };
  outgoing.once('close', cancel);
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (outgoing.destroyed) break;
    if (!outgoing.write(part.value)) await drained(outgoing);
  }
  outgoing.off('close', cancel);
  outgoing.end();
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
