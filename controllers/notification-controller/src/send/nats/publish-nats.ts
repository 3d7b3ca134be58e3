import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { NatsPublication } from '../../http/outgoing-request.ts';
import { parseJsonObject } from '../../http/parse-json-object.ts';
import { SendError } from '../send-error.ts';
import type { TlsSettings } from '../sender.ts';
import { connectOptions } from './connect-options.ts';
import { LineReader } from './line-reader.ts';

/**
 * Publishes one message and waits until the server has taken it (PING, PONG). Several servers are tried in turn.
 * Throws {@link SendError}, or the signal's reason.
 */
export async function publishNats(publication: NatsPublication, tls: TlsSettings, signal: AbortSignal): Promise<void> {
  let failure: unknown;
  for (const server of publication.server.split(',')) {
    try {
      return await publishTo(server.trim(), publication, tls, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      failure = thrown;
    }
  }
  if (failure instanceof SendError) throw failure;
  const code = failure instanceof Error && 'code' in failure ? String(failure.code) : 'unknown error';
  throw new SendError(`error connecting to server: ${code}`, { cause: failure });
}

async function publishTo(
  server: string,
  publication: NatsPublication,
  tls: TlsSettings,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const address = server.includes('://') ? server : `nats://${server}`;
  if (!URL.canParse(address))
    throw new SendError('the address of the NATS server is not a URL', { isRetryable: false });
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: Number(url.port || 4222) });
  const stop = (): void => {
    socket.destroy(new SendError('stopped'));
  };
  signal.addEventListener('abort', stop, { once: true });
  // Failures reach the reader; without a listener they would end the process.
  socket.on('error', () => undefined);
  try {
    await talk(socket, { host, isTls: url.protocol === 'tls:', tls, publication: withUser(publication, url) });
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

interface Conversation {
  readonly host: string;
  readonly isTls: boolean;
  readonly tls: TlsSettings;
  readonly publication: NatsPublication;
}

async function talk(socket: Socket, { host, isTls, tls, publication }: Conversation): Promise<void> {
  const greeting = await new LineReader(socket).line();
  const info = parseJsonObject(greeting.replace(/^INFO\s+/, ''));
  if (!greeting.startsWith('INFO') || info === undefined) throw new SendError('the server does not speak NATS');
  const isSecure = isTls || info['tls_required'] === true;
  const stream = isSecure ? secure(socket, host, tls) : socket;
  const nonce = typeof info['nonce'] === 'string' ? info['nonce'] : '';
  const options = connectOptions(publication.credentials, nonce, isSecure);
  const { subject, payload } = publication;
  stream.write(
    `CONNECT ${JSON.stringify(options)}\r\nPUB ${subject} ${Buffer.byteLength(payload)}\r\n${payload}\r\nPING\r\n`,
  );
  await taken(new LineReader(stream), stream);
}

async function taken(lines: LineReader, stream: Socket): Promise<void> {
  for (;;) {
    const line = await lines.line();
    if (line.startsWith('PONG')) return;
    if (line.startsWith('PING')) stream.write('PONG\r\n');
    if (line.startsWith('-ERR')) {
      throw new SendError(`error publishing message to server: nats: ${line.slice(4).trim().replace(/^'|'$/g, '')}`);
    }
  }
}

function secure(socket: Socket, host: string, { certificateAuthority, certificate, key }: TlsSettings): Socket {
  const stream = connectTls({
    socket,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
  });
  stream.on('error', () => undefined);
  return stream;
}

/** A name and password in the address count when nothing else was given. */
function withUser(publication: NatsPublication, { username, password }: URL): NatsPublication {
  if (publication.credentials.kind !== 'none' || username === '') return publication;
  const credentials = {
    kind: 'password',
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
  } as const;
  return { ...publication, credentials };
}
