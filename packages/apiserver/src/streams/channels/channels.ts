import type { MessageConnection } from '@flux19/ports';
import { PieceQueue } from '../piece-queue.ts';
import { type ChannelProtocol, decodeMessage, encodeMessage } from './channel-protocol.ts';

/** The channels of a WebSocket. */
export class Channels {
  readonly #connection: MessageConnection;
  readonly #protocol: ChannelProtocol;
  readonly #readable: ReadonlyMap<number, PieceQueue>;

  /** @param readable the channels on which the client speaks; what it says on others is dropped */
  constructor(connection: MessageConnection, protocol: ChannelProtocol, readable: readonly number[]) {
    this.#connection = connection;
    this.#protocol = protocol;
    this.#readable = new Map(readable.map((channel) => [channel, new PieceQueue()]));
  }

  /** What the client says on a channel. */
  received(channel: number): PieceQueue {
    const queue = this.#readable.get(channel);
    if (queue === undefined) throw new Error(`the client does not speak on channel ${channel}`);
    return queue;
  }

  /** Resolves when there is room for more. */
  async send(channel: number, data: Uint8Array): Promise<void> {
    await this.#connection.send(encodeMessage(this.#protocol, channel, data));
  }

  /** Hands what the client says to its channels until it goes away. */
  async run(): Promise<void> {
    for await (const piece of this.#connection.received) {
      const message = decodeMessage(this.#protocol, piece);
      const queue = message === undefined ? undefined : this.#readable.get(message.channel);
      if (message?.kind === 'close') queue?.end();
      else if (message !== undefined) await queue?.put(message.data);
    }
    for (const queue of this.#readable.values()) queue.end();
  }
}
