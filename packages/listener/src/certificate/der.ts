// The few shapes of ASN.1 DER (ITU-T X.690) that a certificate needs.

const contextConstructed = 0xa0;

/** One element: tag, length, content. */
export function element(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), encodedLength(body.length), body]);
}

function encodedLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export function sequence(...content: readonly Uint8Array[]): Buffer {
  return element(0x30, ...content);
}

export function set(...content: readonly Uint8Array[]): Buffer {
  return element(0x31, ...content);
}

/** An explicitly tagged element: `[n]`. */
export function explicit(n: number, content: Uint8Array): Buffer {
  return element(contextConstructed | n, content);
}

/** A positive integer; `bytes` are big-endian. */
export function integer(bytes: Uint8Array): Buffer {
  const needsSign = (bytes[0] ?? 0) >= 0x80;
  return element(0x02, needsSign ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

export function octetString(content: Uint8Array): Buffer {
  return element(0x04, content);
}

/** A bit string whose last `unused` bits do not count. */
export function bitString(content: Uint8Array, unused: number = 0): Buffer {
  return element(0x03, Buffer.from([unused]), content);
}

export function boolean(value: boolean): Buffer {
  return element(0x01, Buffer.from([value ? 0xff : 0]));
}

export function utf8String(text: string): Buffer {
  return element(0x0c, Buffer.from(text, 'utf8'));
}

/** A time with seconds, in the four-digit form that is right for every year: `20260101000000Z`. */
export function generalizedTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return element(0x18, Buffer.from(digits, 'ascii'));
}

/** An object identifier in dotted form. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}
