import { OddScalar } from '../values/odd-scalar.ts';
import { resolveScalar, scalarOfKind } from '../values/resolve-scalar.ts';
import type { Value } from '../values/value.ts';
import type { Cursor } from './cursor.ts';

/** The anchor and tag in front of a node. */
export interface Properties {
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

const name = /[^\s,[\]{}]+/y;

/** Reads `&anchor` and `!tag`, in any order, and the blanks behind them; undefined when there is none. */
export function readProperties(cursor: Cursor): Properties | undefined {
  let anchor: string | undefined;
  let tag: string | undefined;
  for (;;) {
    const char = cursor.text[cursor.pos];
    if (char === '&' && anchor === undefined) anchor = readName(cursor, cursor.pos + 1);
    else if (char === '!' && tag === undefined) tag = readTag(cursor);
    else break;
    cursor.skipBlanks();
  }
  return anchor === undefined && tag === undefined ? undefined : { anchor, tag };
}

/** Reads the name behind `&` or `*`. */
export function readName(cursor: Cursor, pos: number): string {
  name.lastIndex = pos;
  const found = name.exec(cursor.text)?.[0];
  if (found === undefined) cursor.fail('did not find expected alphabetic or numeric character');
  cursor.pos = pos + found.length;
  return found;
}

function readTag(cursor: Cursor): string {
  const verbatim = /!<([^>\s]*)>/y;
  verbatim.lastIndex = cursor.pos;
  const found = verbatim.exec(cursor.text);
  if (found !== null) {
    cursor.pos = verbatim.lastIndex;
    return found[1] ?? '';
  }
  if (cursor.isBlankAt(cursor.pos + 1)) {
    cursor.pos++;
    return '!';
  }
  const rest = readName(cursor, cursor.pos + 1);
  return `!${rest}`;
}

/** Gives a node its tag and records its anchor. */
export function applyProperties(cursor: Cursor, properties: Properties, value: Value, text: string | undefined): Value {
  const tagged = text === undefined || properties.tag === undefined ? value : tagScalar(cursor, properties.tag, text);
  if (properties.anchor !== undefined) cursor.anchor(properties.anchor, tagged);
  return tagged;
}

function tagScalar(cursor: Cursor, tag: string, text: string): Value {
  const short = tag.startsWith('tag:yaml.org,2002:') ? `!!${tag.slice(18)}` : tag;
  switch (short) {
    case '!!null':
    case '!!bool':
    case '!!int':
    case '!!float':
    case '!!timestamp': {
      const value = scalarOfKind(text, short.slice(2) as OddScalar['kind']);
      return value ?? cursor.fail(`cannot decode !!str \`${text}\` as a ${short}`);
    }
    case '!!binary': {
      const bytes = decodeBase64(text);
      if (bytes === undefined) cursor.fail('!!binary value contains invalid base64 data');
      return new OddScalar(text, 'binary', bytes);
    }
    default:
      return short === '!!merge' ? resolveScalar(text, cursor.rules) : text;
  }
}

function decodeBase64(text: string): string | undefined {
  const compact = text.replaceAll(/\s/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(compact)) return undefined;
  const bytes = Uint8Array.from(atob(compact), (char) => char.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
