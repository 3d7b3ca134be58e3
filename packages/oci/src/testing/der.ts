// The few shapes of ASN.1 DER that the certificates of the tests need.

function element(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

export const der: {
  readonly element: (tag: number, ...content: readonly Uint8Array[]) => Buffer;
  readonly sequence: (...content: readonly Uint8Array[]) => Buffer;
  readonly integer: (value: number) => Buffer;
  readonly octets: (content: Uint8Array) => Buffer;
  readonly bits: (content: Uint8Array) => Buffer;
  readonly yes: () => Buffer;
  readonly time: (ms: number) => Buffer;
  readonly name: (common: string) => Buffer;
  readonly oid: (dotted: string) => Buffer;
} = {
  element,
  sequence: (...content) => element(0x30, ...content),
  integer: (value) => element(0x02, Buffer.from([value])),
  octets: (content) => element(0x04, content),
  bits: (content) => element(0x03, Buffer.from([0]), content),
  yes: () => element(0x01, Buffer.from([0xff])),
  time: (ms) => element(0x18, Buffer.from(new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, ''))),
  name: (common) => element(0x30, element(0x31, element(0x30, oid('2.5.4.3'), element(0x0c, Buffer.from(common))))),
  oid,
};

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}
