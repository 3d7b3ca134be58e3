import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite, test } from 'node:test';
import { writeResponse } from './write-response.ts';

suite('writeResponse', () => {
  test('leaves no listeners behind, however often the client is slower', async () => {
    let most = 0;
    const server = createServer(
      (_, outgoing) => void writeResponse(new Response(largeBody(outgoing)), outgoing, false),
    );
    const largeBody = (outgoing: ServerResponse): ReadableStream<Uint8Array> => {
      let parts = 0;
      return new ReadableStream({
        pull(controller) {
          most = Math.max(most, outgoing.listenerCount('close'));
          parts += 1;
          if (parts > 200) controller.close();
          else controller.enqueue(new Uint8Array(64 * 1024));
        },
      });
    };
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const { byteLength } = await answer.arrayBuffer();
    server.closeAllConnections();
    server.close();
    assert.equal(byteLength, 200 * 64 * 1024);
    assert.ok(most <= 5, `${most} listeners`);
  });
});
