import type { ByteConnection } from '@flux19/ports';
import { resetStatus, type SpdyFrame, writeFrame } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { HeaderWriter } from './header-block.ts';
import { SpdyError } from './spdy-error.ts';
import { type SendFrame, SpdyStream } from './spdy-stream.ts';

/** More streams at once are refused. */
const streamLimit = 1_000;
/** How often the client is asked whether it is there: while nobody takes what it has sent, its leaving is seen by writing only. */
const pulseMs = 5_000;

/** Decides about a stream that the client opens: undefined refuses it; else what to do once the client has been told that it is open. */
export type OnStream = (stream: SpdyStream) => (() => void) | undefined;

/**
 * The server's side of a SPDY/3.1 connection, as spdystream of Kubernetes speaks it: only the client opens streams, and windows
 * are not counted: who does not read one stream holds up the others. Resolves when the client has gone or does not speak SPDY.
 */
export async function serveSpdy(connection: ByteConnection, onStream: OnStream): Promise<void> {
  const headers = new HeaderWriter();
  const send: SendFrame = (frame) => connection.send(writeFrame(frame, headers));
  const session = new Session(send, onStream);
  let pingId = 0;
  const pulse = setInterval(() => {
    pingId += 2;
    void send({ kind: 'ping', id: pingId });
  }, pulseMs);
  const reader = new FrameReader();
  try {
    for await (const piece of connection.received) {
      for (const frame of reader.read(piece)) if (!(await session.take(frame))) return;
    }
  } catch (thrown) {
    // A client that talks nonsense has no more to be told than that the connection ends.
    if (!(thrown instanceof SpdyError)) throw thrown;
  } finally {
    clearInterval(pulse);
    session.end();
  }
}

class Session {
  readonly #send: SendFrame;
  readonly #onStream: OnStream;
  readonly #streams = new Map<number, SpdyStream>();
  #lastStreamId = 0;

  constructor(send: SendFrame, onStream: OnStream) {
    this.#send = send;
    this.#onStream = onStream;
  }

  /** Whether the connection goes on. */
  async take(frame: SpdyFrame): Promise<boolean> {
    switch (frame.kind) {
      case 'open':
        await this.#open(frame);
        return true;
      case 'data':
        await this.#streams.get(frame.streamId)?.received.put(frame.data);
        if (frame.isLast) this.#streams.get(frame.streamId)?.end();
        return true;
      case 'reset':
        this.#streams.get(frame.streamId)?.abandon();
        return true;
      case 'ping':
        // Even numbers are answers to the pings of this side.
        if (frame.id % 2 === 1) await this.#send(frame);
        return true;
      case 'reply':
        return true;
      case 'goaway':
        return false;
    }
  }

  end(): void {
    for (const stream of [...this.#streams.values()]) stream.abandon();
  }

  async #open({ streamId, isLast, headers }: SpdyFrame & { readonly kind: 'open' | 'reply' }): Promise<void> {
    const isProper = streamId % 2 === 1 && streamId > this.#lastStreamId;
    if (!isProper) return await this.#refuse(streamId, resetStatus.protocolError);
    this.#lastStreamId = streamId;
    const stream = new SpdyStream(streamId, headers, this.#send, () => this.#streams.delete(streamId));
    const begin = this.#streams.size >= streamLimit ? undefined : this.#onStream(stream);
    if (begin === undefined) return await this.#refuse(streamId, resetStatus.refused);
    this.#streams.set(streamId, stream);
    // Clients drop what they get on a stream before they are told that it is open.
    await this.#send({ kind: 'reply', streamId, isLast: false, headers: new Map() });
    begin();
    if (isLast) stream.end();
  }

  async #refuse(streamId: number, status: number): Promise<void> {
    await this.#send({ kind: 'reset', streamId, status });
  }
}
