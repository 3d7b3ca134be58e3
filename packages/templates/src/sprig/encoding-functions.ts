import { createHash } from 'node:crypto';
import { define } from '../values/define-function.ts';
import type { GoFunction } from '../values/go-value.ts';

const alphabet32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function encode32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const letters = (bits.match(/.{1,5}/g) ?? []).map((part) => alphabet32[Number.parseInt(part.padEnd(5, '0'), 2)]);
  return letters.join('').padEnd(Math.ceil(letters.length / 8) * 8, '=');
}

/** The error of a text that is not encoded so is sprig's result, not a failure. */
function decode32(text: string): string {
  const body = text.replace(/[\r\n]/g, '');
  const bad = /^[A-Z2-7]*/.exec(body)?.[0].length ?? 0;
  if (!/^(?:[A-Z2-7]{8})*(?:[A-Z2-7]{2}={6}|[A-Z2-7]{4}={4}|[A-Z2-7]{5}={3}|[A-Z2-7]{7}=)?$/.test(body)) {
    return `illegal base32 data at input byte ${bad}`;
  }
  const letters = body.replace(/=+$/, '');
  const bits = [...letters].map((letter) => alphabet32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((part) => Number.parseInt(part, 2));
  return Buffer.from(bytes).toString('utf8');
}

function decode64(text: string): string {
  const body = text.replace(/[\r\n]/g, '');
  if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(body)) {
    return Buffer.from(body, 'base64').toString('utf8');
  }
  const valid = /^[A-Za-z0-9+/]*/.exec(body)?.[0].length ?? 0;
  // A text that only ends too early is wrong where its last group begins.
  const at = valid === body.length ? valid - (valid % 4) : valid;
  return `illegal base64 data at input byte ${at}`;
}

function adler32(bytes: Uint8Array): string {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return String(b * 0x1_00_00 + a);
}

const sum = (algorithm: string): GoFunction =>
  define(['string'], (text) => createHash(algorithm).update(text).digest('hex'));

/** The functions of sprig that encode and sum up. */
export const encodingFunctions: Readonly<Record<string, GoFunction>> = {
  b64enc: define(['string'], (text) => Buffer.from(text).toString('base64')),
  b64dec: define(['string'], decode64),
  b32enc: define(['string'], (text) => encode32(Buffer.from(text))),
  b32dec: define(['string'], decode32),
  sha1sum: sum('sha1'),
  sha256sum: sum('sha256'),
  sha512sum: sum('sha512'),
  adler32sum: define(['string'], (text) => adler32(Buffer.from(text))),
};
