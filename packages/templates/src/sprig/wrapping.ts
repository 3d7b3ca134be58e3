import { define } from '../values/define-function.ts';
import type { GoFunction } from '../values/go-value.ts';

const marker = '...';

/** Cuts a text to a width, from an offset on; goutils' AbbreviateFull. Widths and offsets are bytes. */
function abbreviate(text: string, from: number, width: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= width) return text;
  const cut = (start: number, end?: number): string => bytes.subarray(start, end).toString('utf8');
  const room = width - marker.length;
  let offset = Math.min(from, bytes.length);
  if (bytes.length - offset < room) offset = bytes.length - room;
  if (offset <= 4) return cut(0, room) + marker;
  if (width < 7) return '';
  if (offset + room < bytes.length) return marker + abbreviate(cut(offset), 0, room);
  return marker + cut(bytes.length - room);
}

/** Breaks a text into lines at blanks; goutils' WrapCustom. */
function wrap(text: string, width: number, separator: string, breaksWords: boolean): string {
  const length = Math.max(width, 1);
  const bytes = Buffer.from(text);
  const cut = (start: number, end?: number): string => bytes.subarray(start, end).toString('utf8');
  let out = '';
  let at = 0;
  while (bytes.length - at > length) {
    if (bytes[at] === 0x20) {
      at += 1;
      continue;
    }
    const line = lineEnd(bytes, at, length, breaksWords);
    if (line.end >= bytes.length) break;
    out += cut(at, line.end) + separator;
    at = line.next;
  }
  return out + cut(at);
}

/** Where a line ends and the next one begins. */
function lineEnd(
  bytes: Buffer,
  at: number,
  length: number,
  breaksWords: boolean,
): { readonly end: number; readonly next: number } {
  const gap = bytes.subarray(at, at + length + 1).lastIndexOf(0x20);
  if (gap >= 0) return { end: at + gap, next: at + gap + 1 };
  if (breaksWords) return { end: at + length, next: at + length };
  const later = bytes.indexOf(0x20, at + length);
  return later < 0 ? { end: bytes.length, next: bytes.length } : { end: later, next: later + 1 };
}

/** The functions of sprig that fit texts into a width. */
export const wrapping: Readonly<Record<string, GoFunction>> = {
  abbrev: define(['int', 'string'], (width, text) => (width < 4n ? text : abbreviate(text, 0, Number(width)))),
  abbrevboth: define(['int', 'int', 'string'], (left, right, text) =>
    right < 4n || (left > 0n && right < 7n) ? text : abbreviate(text, Number(left), Number(right)),
  ),
  wrap: define(['int', 'string'], (width, text) => wrap(text, Number(width), '\n', false)),
  wrapWith: define(['int', 'string', 'string'], (width, separator, text) =>
    wrap(text, Number(width), separator === '' ? '\n' : separator, true),
  ),
};
