import { OddScalar } from '../values/odd-scalar.ts';
import { resolveScalar } from '../values/resolve-scalar.ts';
import type { Value } from '../values/value.ts';
import type { Cursor } from './cursor.ts';

const newline = 10;
const space = 32;
const tab = 9;
const hash = 35;
const colon = 58;

/**
 * Where a plain scalar that starts at `pos` ends on its line: before `: `, ` #` or the line end, trailing blanks left out.
 * Inside brackets also before `,`, `[`, `]`, `{`, `}`.
 */
export function plainEnd(cursor: Cursor, pos: number, inFlow: boolean): number {
  const { text } = cursor;
  let end = pos;
  for (let at = pos; ; at++) {
    const code = text.charCodeAt(at);
    if (code === space || code === tab) continue;
    if (code > colon && !inFlow) end = at + 1;
    else if (endsPlain(cursor, code, at, pos, inFlow)) return end;
    else end = at + 1;
  }
}

function endsPlain(cursor: Cursor, code: number, at: number, start: number, inFlow: boolean): boolean {
  if (code === newline || Number.isNaN(code)) return true;
  if (code === colon) return cursor.isBlankAt(at + 1) || (inFlow && isFlowIndicator(cursor.text.charCodeAt(at + 1)));
  if (code === hash) return at > start && isBlank(cursor.text.charCodeAt(at - 1));
  return inFlow && isFlowIndicator(code);
}

/** Reads a plain scalar that may go on over further lines deeper than `parent`. */
export function readPlain(cursor: Cursor, parent: number, inFlow: boolean): string {
  const { text, pos } = cursor;
  if (cursor.notes !== undefined) cursor.notes.lastStyle = 'plain';
  const end = plainEnd(cursor, pos, inFlow);
  const first = text.slice(pos, end);
  cursor.pos = end;
  checkFirst(cursor, pos, first);
  let result = first;
  for (;;) {
    const breaks = nextLine(cursor, parent, inFlow);
    if (breaks === 0) break;
    const stop = plainEnd(cursor, cursor.pos, inFlow);
    if (stop === cursor.pos) break;
    result += breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
    result += text.slice(cursor.pos, stop);
    cursor.pos = stop;
  }
  if (!inFlow) refuseKey(cursor);
  return result;
}

/** The value of a plain scalar. Infinity and the like have no JSON form: kustomize fails when it prints them. */
export function plainValueOf(cursor: Cursor, text: string): Value {
  const value = resolveScalar(text, cursor.rules);
  if (
    cursor.rules === 'v3' &&
    value instanceof OddScalar &&
    typeof value.value === 'number' &&
    !Number.isFinite(value.value)
  ) {
    cursor.fail(`json: unsupported value: ${text}`);
  }
  return value;
}

function checkFirst(cursor: Cursor, pos: number, first: string): void {
  const char = first[0];
  if (char === undefined) return;
  if ((char === '?' || char === '-') && cursor.isBlankAt(pos + 1) && first.length > 1) {
    cursor.fail('mapping keys are not allowed in this context', pos);
  }
  if ('@`%,]}'.includes(char)) cursor.fail('found character that cannot start any token', pos);
}

/** Moves to the next line when it continues the scalar. Returns the number of line ends passed, 0 when it does not continue. */
function nextLine(cursor: Cursor, parent: number, inFlow: boolean): number {
  const { text } = cursor;
  let at = cursor.pos;
  while (isBlank(text.charCodeAt(at))) at++;
  let breaks = 0;
  let lineStart = cursor.lineStart;
  while (text.charCodeAt(at) === newline) {
    breaks++;
    lineStart = ++at;
    if (cursor.isMarker(at)) return 0;
    while (isBlank(text.charCodeAt(at))) at++;
  }
  const code = text.charCodeAt(at);
  if (breaks === 0 || Number.isNaN(code) || code === hash) return 0;
  if (!inFlow && at - lineStart <= parent) return 0;
  cursor.pos = at;
  cursor.lineStart = lineStart;
  return breaks;
}

/** `a: b: c` is no value in block style. */
function refuseKey(cursor: Cursor): void {
  let at = cursor.pos;
  while (isBlank(cursor.text.charCodeAt(at))) at++;
  if (cursor.text.charCodeAt(at) === colon && cursor.isBlankAt(at + 1)) {
    cursor.fail('mapping values are not allowed in this context', at);
  }
}

function isBlank(code: number): boolean {
  return code === space || code === tab;
}

function isFlowIndicator(code: number): boolean {
  return code === 44 || code === 91 || code === 93 || code === 123 || code === 125;
}
