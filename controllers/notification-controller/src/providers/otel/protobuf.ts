/** Fields of a protobuf message: https://protobuf.dev/programming-guides/encoding/ */
export type ProtobufField =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly bytes: Uint8Array }
  | { readonly number: number; readonly varint: number }
  | { readonly number: number; readonly fixed64: bigint }
  | { readonly number: number; readonly fixed32: number };

/** Encodes a message. Fields with their default value are left out by the caller. */
export function encodeMessage(fields: readonly ProtobufField[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(fields.map(encodeField)));
}

function encodeField(field: ProtobufField): Buffer {
  if ('varint' in field) return Buffer.concat([tag(field.number, 0), varint(field.varint)]);
  if ('fixed64' in field) {
    const value = Buffer.alloc(8);
    value.writeBigUInt64LE(BigInt.asUintN(64, field.fixed64));
    return Buffer.concat([tag(field.number, 1), value]);
  }
  if ('fixed32' in field) {
    const value = Buffer.alloc(4);
    value.writeUInt32LE(field.fixed32);
    return Buffer.concat([tag(field.number, 5), value]);
  }
  const bytes = 'text' in field ? Buffer.from(field.text) : field.bytes;
  return Buffer.concat([tag(field.number, 2), varint(bytes.length), bytes]);
}

function tag(number: number, wireType: number): Buffer {
  return varint(number * 8 + wireType);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}
