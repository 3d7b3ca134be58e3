import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port that is free now: for a server that has to come back where it was. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return `${address.port}`;
}
