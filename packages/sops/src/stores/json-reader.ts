import { SopsError } from '../sops-error.ts';
import type { SopsEntry, SopsList, SopsMap, SopsValue } from '../tree/sops-tree.ts';

const maxDepth = 100;

const space = /[\t\n\r ]*/y;
const scalar = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/sy;

/** Reads JSON with its names in their order, which JSON.parse does not keep. Throws SopsError. */
export class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The only value of the text. */
  read(): SopsValue {
    const value = this.#value();
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#malformed();
    return value;
  }

  #value(): SopsValue {
    this.#skipSpace();
    const sign = this.#text[this.#at];
    if (sign === '{') return this.#nested(() => this.#map());
    if (sign === '[') return this.#nested(() => this.#list());
    return this.#scalar();
  }

  #nested<Value>(read: () => Value): Value {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new SopsError('TooLarge', 'the file is nested too deeply');
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #map(): SopsMap {
    const entries: SopsEntry[] = [];
    this.#items('}', () => {
      const key = this.#scalar();
      if (typeof key !== 'string') throw this.#malformed();
      this.#expect(':');
      entries.push({ kind: 'entry', key, value: this.#value() });
    });
    return { kind: 'map', entries };
  }

  #list(): SopsList {
    const items: SopsValue[] = [];
    this.#items(']', () => items.push(this.#value()));
    return { kind: 'list', items };
  }

  #items(end: string, read: () => void): void {
    this.#at += 1;
    if (this.#take(end)) return;
    for (;;) {
      read();
      if (this.#take(end)) return;
      this.#expect(',');
    }
  }

  #scalar(): string | number | bigint | boolean | null {
    this.#skipSpace();
    scalar.lastIndex = this.#at;
    const [found] = scalar.exec(this.#text) ?? [];
    if (found === undefined) throw this.#malformed();
    this.#at += found.length;
    if (/^-?\d+$/.test(found) && !Number.isSafeInteger(Number(found))) return bigInteger(found);
    const value = parseScalar(found);
    if (value === undefined) throw this.#malformed();
    return value;
  }

  #take(sign: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw this.#malformed();
  }

  #skipSpace(): void {
    space.lastIndex = this.#at;
    this.#at += space.exec(this.#text)?.[0].length ?? 0;
  }

  #malformed(): SopsError {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    return new SopsError('Malformed', `invalid JSON at line ${line}`);
  }
}

/** Go: integers that 64 bits do not hold become floats. */
function bigInteger(text: string): bigint | number {
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? value : Number(text);
}

/** Undefined when a text holds what JSON does not allow. */
function parseScalar(text: string): string | number | boolean | null | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
