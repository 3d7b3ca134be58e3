import { type IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { BrokenConnectionError, type Upgrade, type UpgradeHandler } from '@flux19/ports';
import { refusal } from '../origin.ts';
import { type Receiving, receiveRequest } from '../receive-request.ts';
import { writeResponse } from '../write-response.ts';
import { acceptWebSocket } from './accept-web-socket.ts';
import { streamConnection } from './stream-connection.ts';

/** A request that offers another protocol, as node:http hands it over: the socket is nobody's any more. */
export interface UpgradeRequest {
  readonly incoming: IncomingMessage;
  readonly socket: Duplex;
  /** The first bytes behind the request. */
  readonly head: Buffer;
}

export interface UpgradeAnswering extends Receiving {
  readonly handler: UpgradeHandler;
  readonly allowedHosts: ReadonlySet<string>;
  readonly onFault?: (fault: unknown) => void;
}

/** Protocols that a client may ask for. Other offers, such as that of HTTP/2, are passed over: the request is answered as it is. */
export function isUpgrade({ headers }: IncomingMessage): boolean {
  return /\b(websocket|spdy\/3\.1)\b/i.test(headers.upgrade ?? '');
}

/** Asks the handler and does what it says. Never throws; the socket is always left to somebody or closed. */
export async function answerUpgrade(asked: UpgradeRequest, how: UpgradeAnswering): Promise<void> {
  const { incoming, socket } = asked;
  const aborter = new AbortController();
  socket.once('close', () => aborter.abort(new Error('the client went away')));
  // A socket that breaks while nobody uses it must not end the process.
  socket.on('error', () => socket.destroy());
  try {
    const request = refusal(incoming.headers, how.allowedHosts) ?? receiveRequest(incoming, how, aborter.signal);
    const answer = request instanceof Response ? request : await how.handler(request);
    if (answer instanceof Response) await refuse(answer, asked);
    else goOn(answer, asked, how);
  } catch (fault) {
    if (!aborter.signal.aborted && !(fault instanceof BrokenConnectionError)) how.onFault?.(fault);
    socket.destroy();
  }
}

async function refuse(response: Response, { incoming, socket }: UpgradeRequest): Promise<void> {
  const outgoing = new ServerResponse(incoming);
  outgoing.shouldKeepAlive = false;
  outgoing.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0]);
  outgoing.once('finish', () => socket.end());
  await writeResponse(response, outgoing, false);
}

function goOn(upgrade: Upgrade, asked: UpgradeRequest, { onFault }: UpgradeAnswering): void {
  const { socket, head } = asked;
  if (socket.destroyed) return;
  const speak = <Connection extends { close(): void }>(
    speaker: (connection: Connection) => Promise<void>,
    connection: Connection,
  ): void => {
    speaker(connection).then(
      () => connection.close(),
      (fault: unknown) => {
        onFault?.(fault);
        connection.close();
      },
    );
  };
  if (upgrade.kind === 'websocket') {
    acceptWebSocket(asked, upgrade.protocol, (connection) => speak(upgrade.speak, connection));
    return;
  }
  const { protocol, headers } = upgrade;
  const lines = Object.entries({ Connection: 'Upgrade', Upgrade: protocol, ...headers });
  socket.write(
    `HTTP/1.1 101 ${STATUS_CODES[101]}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
  );
  if (head.length > 0) socket.unshift(head);
  speak(upgrade.speak, streamConnection(socket));
}
