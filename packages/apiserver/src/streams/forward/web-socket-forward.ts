import type { MessageConnection } from '@flux19/ports';
import { badRequest } from '../../errors/api-errors.ts';
import type { ChannelProtocol } from '../channels/channel-protocol.ts';
import { Channels } from '../channels/channels.ts';
import { type ConnectPort, forwardPort } from './forward-port.ts';

const highestPort = 65_535;

/** Reads the ports that a client of a WebSocket asks for: `ports=80&ports=81,82`. Throws StatusError 400. */
export function readPorts(query: URLSearchParams): readonly number[] {
  const texts = query.getAll('ports');
  if (texts.length === 0) throw badRequest('query parameter "port" is required');
  return texts.flatMap((text) => text.split(',')).map(readPort);
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > highestPort) throw badRequest(`unable to parse ${JSON.stringify(text)} as a port`);
  if (port < 1) throw badRequest(`port ${JSON.stringify(text)} must be > 0`);
  return port;
}

/**
 * Forwards ports through channels: two for each port, one for data and one for what goes wrong. Both begin with the port's number.
 * Each port is one connection. Resolves when all have ended or the client goes away.
 */
export async function webSocketForward(
  connection: MessageConnection,
  protocol: ChannelProtocol,
  { ports, podName }: { readonly ports: readonly number[]; readonly podName: string },
  connect: ConnectPort,
): Promise<void> {
  const channels = new Channels(
    connection,
    protocol,
    ports.map((_, index) => index * 2),
  );
  const reading = channels.run();
  const forward = async (port: number, index: number): Promise<void> => {
    const [data, fault] = [index * 2, index * 2 + 1];
    const number = Buffer.alloc(2);
    number.writeUInt16LE(port);
    await channels.send(data, number);
    await channels.send(fault, number);
    const send = (piece: Uint8Array): Promise<void> => channels.send(data, piece);
    const client = { port, received: channels.received(data), send, gone: connection.closed };
    const failure = await forwardPort(client, podName, connect);
    if (failure !== undefined) await channels.send(fault, Buffer.from(failure));
  };
  await Promise.all(ports.map(forward));
  connection.close();
  await reading;
}
