import { OddScalar } from '../values/odd-scalar.ts';
import type { ScalarRules } from '../values/resolve-scalar.ts';
import { copyValue, isFields, type Value } from '../values/value.ts';
import type { Notes } from './notes.ts';
import { SyntaxProblem } from './syntax-error.ts';

const newline = 10;
const space = 32;
const tab = 9;
const hash = 35;
const dash = 45;
const dot = 46;

/** Bounds against texts made to exhaust the stack or memory. */
const maxDepth = 256;
const maxCopied = 200_000;

/** A place in the text of one document. The parts of the reader move it forward. */
export class Cursor {
  readonly text: string;
  readonly rules: ScalarRules;
  readonly notes: Notes | undefined;
  pos = 0;
  lineStart = 0;
  depth = 0;
  /** Whether the value read last was a scalar in quotes or a block. */
  quoted = false;
  private readonly anchors = new Map<string, Value>();
  private copied = 0;

  constructor(text: string, rules: ScalarRules, notes?: Notes) {
    this.text = text;
    this.rules = rules;
    this.notes = notes;
    if (text.charCodeAt(0) === 0xfeff) this.pos = this.lineStart = 1;
  }

  fail(message: string, pos: number = this.pos): never {
    let line = 1;
    for (let at = this.text.indexOf('\n'); at >= 0 && at < pos; at = this.text.indexOf('\n', at + 1)) line++;
    throw new SyntaxProblem(message, line);
  }

  enter(): void {
    if (++this.depth > maxDepth) this.fail(`exceeded max depth of ${maxDepth}`);
  }

  leave(): void {
    this.depth--;
  }

  /** Moves over blanks, line ends and comments. Returns the column of what follows, -1 at the end of the document. */
  skipToContent(): number {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.pos);
      if (code === space) this.pos++;
      else if (code === newline) this.startLine(this.pos + 1);
      else if (!this.skipRare(code)) return Number.isNaN(code) || this.isMarker() ? -1 : this.pos - this.lineStart;
    }
  }

  private skipRare(code: number): boolean {
    if (code === hash && this.isSeparated()) this.skipComment();
    else if (code === tab) this.skipTab();
    else return false;
    return true;
  }

  /** Moves over blanks of the same line. True when the line ends here, perhaps with a comment. */
  skipBlanks(): boolean {
    let code = this.text.charCodeAt(this.pos);
    while (code === space || code === tab) code = this.text.charCodeAt(++this.pos);
    return code === newline || Number.isNaN(code) || (code === hash && this.isSeparated());
  }

  /** True when `pos` is followed by a blank, a line end or the end. */
  isBlankAt(pos: number): boolean {
    const code = this.text.charCodeAt(pos);
    return code === space || code === newline || code === tab || Number.isNaN(code);
  }

  /** True at `---` or `...` at the start of a line. */
  isMarker(pos: number = this.pos): boolean {
    if (pos !== 0 && this.text.charCodeAt(pos - 1) !== newline) return false;
    const code = this.text.charCodeAt(pos);
    if (code !== dash && code !== dot) return false;
    return this.text.charCodeAt(pos + 1) === code && this.text.charCodeAt(pos + 2) === code && this.isBlankAt(pos + 3);
  }

  startLine(pos: number): void {
    this.pos = pos;
    this.lineStart = pos;
  }

  anchor(name: string, value: Value): void {
    this.anchors.set(name, value);
  }

  /** The value of an anchor, as a copy of its own. */
  alias(name: string): Value {
    const value = this.anchors.get(name);
    if (value === undefined) this.fail(`unknown anchor '${name}' referenced`);
    this.copied += sizeOf(value);
    if (this.copied > maxCopied) this.fail('document contains excessive aliasing');
    const copy = copyValue(value);
    this.notes?.copyNote(value, copy);
    return copy;
  }

  private isSeparated(): boolean {
    return this.pos === this.lineStart || isSpacing(this.text.charCodeAt(this.pos - 1));
  }

  private skipComment(): void {
    const end = this.text.indexOf('\n', this.pos);
    const stop = end < 0 ? this.text.length : end;
    this.notes?.comment(this.text.slice(this.pos, stop).trimEnd(), this.pos, this.lineStart, this.text);
    this.pos = stop;
  }

  /** Tabs may stand between things of a line, not in front of the first. */
  private skipTab(): void {
    const start = this.pos;
    let code = tab;
    while (code === tab || code === space) code = this.text.charCodeAt(++this.pos);
    if (code === newline || code === hash || Number.isNaN(code)) return;
    if (this.text.slice(this.lineStart, start).trim() === '') {
      this.fail('found character that cannot start any token', start);
    }
  }
}

function isSpacing(code: number): boolean {
  return code === space || code === tab || code === newline;
}

function sizeOf(value: Value | undefined): number {
  if (typeof value !== 'object' || value === null || value instanceof OddScalar) return 1;
  let size = 1;
  if (Array.isArray(value)) for (const item of value) size += sizeOf(item);
  else if (isFields(value)) for (const key in value) size += sizeOf(value[key]);
  return size;
}
