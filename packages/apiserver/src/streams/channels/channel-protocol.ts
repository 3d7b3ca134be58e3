/** How a WebSocket carries channels. https://pkg.go.dev/k8s.io/streaming/pkg/httpstream/wsstream */
export interface ChannelProtocol {
  /** Texts of base64 behind a digit instead of bytes behind a byte. */
  readonly isBase64: boolean;
  /** Whether the client can end a channel (by a message to channel 255). */
  readonly hasClose: boolean;
  /** Whether the outcome of a command is told as a Status in JSON; as a mere text of what failed before version 4. */
  readonly hasStatus: boolean;
}

const v4 = { hasClose: false, hasStatus: true };
const first = { hasClose: false, hasStatus: false };

/** Subprotocols for commands; empty is the name of none at all. */
export const commandProtocols: ReadonlyMap<string, ChannelProtocol> = new Map([
  ['', { ...first, isBase64: false }],
  ['channel.k8s.io', { ...first, isBase64: false }],
  ['base64.channel.k8s.io', { ...first, isBase64: true }],
  ['v4.channel.k8s.io', { ...v4, isBase64: false }],
  ['v4.base64.channel.k8s.io', { ...v4, isBase64: true }],
  ['v5.channel.k8s.io', { isBase64: false, hasClose: true, hasStatus: true }],
]);

/** Subprotocols for ports. */
export const forwardProtocols: ReadonlyMap<string, ChannelProtocol> = new Map(
  ['', 'v4.channel.k8s.io', 'v4.base64.channel.k8s.io'].map((name) => [
    name,
    { ...v4, isBase64: name.includes('base64') },
  ]),
);

/** What the client offers, most wanted first. */
export function offeredProtocols(request: Request, header: string): readonly string[] {
  const offered = (request.headers.get(header) ?? '').split(',').map((name) => name.trim());
  return offered.filter((name) => name !== '');
}

/** Message for the client: who speaks on which channel. */
export function encodeMessage(protocol: ChannelProtocol, channel: number, data: Uint8Array): string | Uint8Array {
  if (protocol.isBase64) return `${channel}${Buffer.from(data).toString('base64')}`;
  return Buffer.concat([Uint8Array.of(channel), data]);
}

/** Message of a client: `close` when it ends a channel. */
export interface ChannelMessage {
  readonly kind: 'data' | 'close';
  readonly channel: number;
  readonly data: Uint8Array;
}

const closeSignal = 255;
const digitZero = 0x30;

/** Reads a message; undefined for one that says nothing, as an empty one. */
export function decodeMessage(protocol: ChannelProtocol, message: string | Uint8Array): ChannelMessage | undefined {
  const bytes = Buffer.from(message as Uint8Array);
  const [first, second] = bytes;
  if (first === undefined) return undefined;
  if (protocol.hasClose && first === closeSignal) {
    return second === undefined ? undefined : { kind: 'close', channel: second, data: Buffer.alloc(0) };
  }
  const rest = bytes.subarray(1);
  if (!protocol.isBase64) return { kind: 'data', channel: first, data: rest };
  return { kind: 'data', channel: first - digitZero, data: Buffer.from(rest.toString('latin1'), 'base64') };
}
