/** One field of a message as it came over the wire: https://protobuf.dev/programming-guides/encoding/ */
export interface WireField {
  readonly number: number;
  /** A number for varints and fixed widths (64 bits unsigned), bytes for everything else. */
  readonly value: bigint | Uint8Array;
}

/** Bytes that are no message. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Splits a message into its fields, in their order. Throws WireError. */
export function* wireFields(bytes: Uint8Array): Generator<WireField> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;

  function varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new WireError('unexpected EOF');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new WireError('proto: integer overflow');
  }

  function advance(length: number): number {
    const start = at;
    at += length;
    if (at > bytes.length) throw new WireError('unexpected EOF');
    return start;
  }

  function fieldValue(wireType: number): bigint | Uint8Array {
    switch (wireType) {
      case wireTypes.varint:
        return varint();
      case wireTypes.fixed64:
        return view.getBigUint64(advance(8), true);
      case wireTypes.fixed32:
        return BigInt(view.getUint32(advance(4), true));
      case wireTypes.bytes: {
        const start = advance(Number(varint()));
        return bytes.subarray(start, at);
      }
      default:
        throw new WireError(`proto: illegal wireType ${wireType}`);
    }
  }

  while (at < bytes.length) {
    const key = Number(varint());
    yield { number: key >>> 3, value: fieldValue(key & 7) };
  }
}
