import { printJson } from '@flux19/objects';

/**
 * Finds fields that JSON text gives more than once, which JSON.parse hides: their paths in the order of the text.
 * The text must be valid JSON.
 */
export function duplicateFields(text: string, parsed: unknown): string[] {
  // Clients print compactly, and then text without duplicates is what printing it again gives: a quick way out.
  if (printJson(parsed) === text) return [];
  const scanner = new KeyScanner(text);
  scanner.value('');
  return scanner.duplicates;
}

/** Puts findings about fields into the order in which the fields stand in the text, as Go's decoder reports them. */
export function inTextOrder(text: string, duplicates: readonly string[], unknown: readonly string[]): Finding[] {
  const scanner = new KeyScanner(text);
  scanner.value('');
  // A duplicate is noticed where the field stands for the second time.
  const twice = duplicates.map(
    (path): Finding => ({ path, kind: 'duplicate', position: scanner.positions.get(path)?.[1] ?? 0 }),
  );
  const once = unknown.map(
    (path): Finding => ({ path, kind: 'unknown', position: scanner.positions.get(path)?.[0] ?? 0 }),
  );
  return [...twice, ...once].sort((a, b) => a.position - b.position);
}

/** The members of an object or list as they are written, with their keys; lists have none. The text must be valid JSON. */
export function memberTexts(text: string): [key: string, value: string][] {
  return new KeyScanner(text).members();
}

/** What strict field validation has to say about one field. */
export interface Finding {
  readonly path: string;
  readonly kind: 'duplicate' | 'unknown';
  readonly position: number;
}

class KeyScanner {
  readonly duplicates: string[] = [];
  /** Where each field stands in the text. */
  readonly positions: Map<string, number[]> = new Map();
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(path: string): void {
    this.#skipSpace();
    const start = this.#text[this.#position];
    if (start === '{') this.#object(path);
    else if (start === '[') this.#list(path);
    else if (start === '"') this.#string();
    else this.#literal();
  }

  members(): [key: string, value: string][] {
    const found: [string, string][] = [];
    this.#skipSpace();
    const isObject = this.#text[this.#position] === '{';
    this.#position++;
    while (this.#more(isObject ? '}' : ']')) {
      const key = isObject ? this.#key() : '';
      this.#skipSpace();
      const start = this.#position;
      this.value(key);
      found.push([key, this.#text.slice(start, this.#position)]);
    }
    return found;
  }

  #object(path: string): void {
    const seen = new Set<string>();
    this.#position++;
    while (this.#more('}')) {
      const position = this.#position;
      const key = this.#key();
      const inner = path === '' ? key : `${path}.${key}`;
      this.positions.set(inner, [...(this.positions.get(inner) ?? []), position]);
      if (seen.has(key)) this.duplicates.push(inner);
      seen.add(key);
      this.value(inner);
    }
  }

  /** Consumes a key and the colon behind it. */
  #key(): string {
    const key = JSON.parse(this.#string()) as string;
    this.#skipSpace();
    this.#position++;
    return key;
  }

  #list(path: string): void {
    this.#position++;
    for (let index = 0; this.#more(']'); index++) this.value(`${path}[${index}]`);
  }

  /** Moves past spaces and a comma; false at the end, which it consumes. */
  #more(end: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#position] === ',') {
      this.#position++;
      this.#skipSpace();
    }
    if (this.#position >= this.#text.length) return false;
    if (this.#text[this.#position] !== end) return true;
    this.#position++;
    return false;
  }

  /** Consumes a string and returns it with its quotes. */
  #string(): string {
    const start = this.#position;
    this.#position++;
    while (this.#position < this.#text.length && this.#text[this.#position] !== '"') {
      this.#position += this.#text[this.#position] === '\\' ? 2 : 1;
    }
    this.#position++;
    return this.#text.slice(start, this.#position);
  }

  #literal(): void {
    while (this.#position < this.#text.length && !',]} \n\r\t'.includes(this.#text[this.#position] ?? ',')) {
      this.#position++;
    }
  }

  #skipSpace(): void {
    while (' \n\r\t'.includes(this.#text[this.#position] ?? 'x')) this.#position++;
  }
}
