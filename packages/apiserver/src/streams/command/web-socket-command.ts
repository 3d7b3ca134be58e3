import type { MessageConnection } from '@flux19/ports';
import type { ChannelProtocol } from '../channels/channel-protocol.ts';
import { Channels } from '../channels/channels.ts';
import type { CommandOptions } from './command-options.ts';
import { type RunCommand, serveCommand, terminalSizes } from './serve-command.ts';

/** Numbers of the channels; the first three are those of file descriptors. */
const channel = { stdin: 0, stdout: 1, stderr: 2, outcome: 3, resize: 4 } as const;

/** Runs a command for the client of a WebSocket. Resolves when the command has ended and the client has been told. */
export async function webSocketCommand(
  connection: MessageConnection,
  protocol: ChannelProtocol,
  options: CommandOptions,
  run: RunCommand,
): Promise<void> {
  const channels = new Channels(connection, protocol, [...(options.stdin ? [channel.stdin] : []), channel.resize]);
  const reading = channels.run();
  const output = (number: number) => (data: Uint8Array) => channels.send(number, data);
  // An empty message tells the client that it is connected.
  const greeted = options.stdout ? channel.stdout : options.stderr ? channel.stderr : channel.outcome;
  await channels.send(greeted, Buffer.alloc(0));
  await serveCommand(
    {
      streams: {
        stdin: options.stdin ? channels.received(channel.stdin) : undefined,
        stdout: options.stdout ? output(channel.stdout) : undefined,
        stderr: options.stderr ? output(channel.stderr) : undefined,
        isTerminal: options.isTerminal,
        sizes: terminalSizes(channels.received(channel.resize)),
        signal: connection.closed,
      },
      hasStatus: protocol.hasStatus,
      sendOutcome: output(channel.outcome),
    },
    run,
  );
  connection.close();
  await reading;
}
