import type { ByteConnection } from '@flux19/ports';
import { serveSpdy } from '../spdy/serve-spdy.ts';
import type { SpdyStream } from '../spdy/spdy-stream.ts';
import type { CommandOptions } from './command-options.ts';
import { type RunCommand, serveCommand, terminalSizes } from './serve-command.ts';

/** Protocols for commands over SPDY, the best first. */
export const spdyCommandProtocols: readonly string[] = [
  'v4.channel.k8s.io',
  'v3.channel.k8s.io',
  'v2.channel.k8s.io',
  'channel.k8s.io',
];

/** How long a client may take to open its streams. */
const openingMs = 30_000;

/** Runs a command for a client that opens a stream for each of stdin, stdout and so on. Resolves when it has been told how the command ended. */
export async function spdyCommand(
  connection: ByteConnection,
  protocol: string,
  options: CommandOptions,
  run: RunCommand,
): Promise<void> {
  const opened = new Map<string, SpdyStream>();
  const wanted = wantedStreams(options, protocol);
  const all = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => all.resolve(false), openingMs);
  const reading = serveSpdy(connection, (stream) => {
    const type = stream.header('streamType');
    if (!wanted.has(type) || opened.has(type)) return undefined;
    return () => {
      opened.set(type, stream);
      if (opened.size === wanted.size) all.resolve(true);
    };
  }).finally(() => all.resolve(false));
  const isComplete = await all.promise;
  clearTimeout(timer);
  if (isComplete) await runWith(opened, connection, protocol, options, run);
  connection.close();
  await reading;
}

function wantedStreams({ stdin, stdout, stderr, isTerminal }: CommandOptions, protocol: string): ReadonlySet<string> {
  return new Set([
    'error',
    ...(stdin ? ['stdin'] : []),
    ...(stdout ? ['stdout'] : []),
    ...(stderr ? ['stderr'] : []),
    ...(isTerminal && /^v[34]\./.test(protocol) ? ['resize'] : []),
  ]);
}

async function runWith(
  opened: ReadonlyMap<string, SpdyStream>,
  connection: ByteConnection,
  protocol: string,
  { isTerminal }: CommandOptions,
  run: RunCommand,
): Promise<void> {
  const output = (type: string) => {
    const stream = opened.get(type);
    return stream === undefined ? undefined : (data: Uint8Array) => stream.send(data);
  };
  const finish = async (...types: readonly string[]): Promise<void> => {
    await Promise.all(types.map((type) => opened.get(type)?.finish()));
  };
  const streams = {
    stdin: opened.get('stdin')?.received,
    stdout: output('stdout'),
    stderr: output('stderr'),
    isTerminal,
    sizes: terminalSizes(opened.get('resize')?.received ?? nothing()),
    signal: connection.closed,
  };
  const sendOutcome = async (bytes: Uint8Array): Promise<void> => {
    await finish('stdout', 'stderr');
    await opened.get('error')?.send(bytes);
    await finish('error', 'stdin', 'resize');
  };
  await serveCommand({ streams, hasStatus: protocol === 'v4.channel.k8s.io', sendOutcome }, run);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
