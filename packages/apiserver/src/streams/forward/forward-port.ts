import type { ByteConnection } from '@flux19/ports';

/** Opens a connection to a port of a pod. Rejects with the system's error. */
export type ConnectPort = (port: number, signal: AbortSignal) => Promise<ByteConnection>;

/** One connection of a client to a port. */
export interface ForwardClient {
  readonly port: number;
  readonly received: AsyncIterable<Uint8Array>;
  send(data: Uint8Array): Promise<void>;
  /** Aborts when the client goes away. */
  readonly gone: AbortSignal;
}

/** Passes bytes between a client and a port until both have ended. Returns why that was not possible, as clients are told. */
export async function forwardPort(
  client: ForwardClient,
  podName: string,
  connect: ConnectPort,
): Promise<string | undefined> {
  let connection: ByteConnection;
  try {
    connection = await connect(client.port, client.gone);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return `error forwarding port ${client.port} to pod ${podName}: ${why}`;
  }
  const close = (): void => connection.close();
  client.gone.addEventListener('abort', close, { once: true });
  const sending = (async () => {
    for await (const piece of client.received) await connection.send(piece);
    // The pod still answers what it has been asked.
    connection.finish();
  })();
  for await (const piece of connection.received) await client.send(piece);
  close();
  client.gone.removeEventListener('abort', close);
  // What the client still says is for nobody.
  void sending;
  return undefined;
}
