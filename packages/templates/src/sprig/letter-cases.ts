import { define } from '../values/define-function.ts';
import type { GoFunction } from '../values/go-value.ts';

const isUpper = (letter: string): boolean => /^\p{Lu}$/u.test(letter);
const isConnector = (letter: string): boolean => /^[-_\s]$/u.test(letter);

/** xstrings' ToPascalCase: connectors at the beginning stay, others vanish. */
function pascalCase(text: string): string {
  const letters = [...text];
  const start = letters.findIndex((letter) => !isConnector(letter));
  if (start < 0) return text;
  const [first = '', ...rest] = letters.slice(start);
  let isInUpper = isUpper(first);
  let out = letters.slice(0, start).join('');
  let previous = first.toUpperCase();
  for (const letter of rest) {
    if (isConnector(letter) && isConnector(previous)) {
      out += previous;
      continue;
    }
    if (isConnector(previous)) {
      isInUpper = isUpper(letter);
      previous = letter.toUpperCase();
      continue;
    }
    const isLowered = isInUpper && isUpper(letter);
    isInUpper = isLowered;
    out += previous;
    previous = isLowered ? letter.toLowerCase() : letter;
  }
  return out + previous;
}

type WordKind = 'connector' | 'punctuation' | 'upper' | 'letters' | 'number' | 'other' | 'none';

interface Word {
  readonly kind: WordKind;
  readonly text: string;
}

/** Capitals before a small letter belong to it, but for the capitals of a word of their own. */
const wordPattern =
  /([-_\s]+)|(\p{P}+)|(\p{Lu}(?:\p{Lu}*(?=\p{Lu}[\p{Ll}\p{Lt}\p{Lm}\p{Lo}])|\p{Lu}+(?![\p{Ll}])|[\p{Ll}\p{Lt}\p{Lm}\p{Lo}]+)?)|([\p{Ll}\p{Lt}\p{Lm}\p{Lo}]+)|(\p{N}+)|([^-_\s\p{L}\p{N}\p{P}]+)/gu;

const kinds: readonly WordKind[] = ['connector', 'punctuation', 'upper', 'letters', 'number', 'other'];

function wordsOf(text: string): Word[] {
  return [...text.matchAll(wordPattern)].map((match) => ({
    kind: kinds[match.slice(1).findIndex((group) => group !== undefined)] ?? 'other',
    text: match[0],
  }));
}

const end: Word = { kind: 'none', text: '' };

/** Puts words together with a connector between them; numbers belong to what follows or precedes them. */
class WordConnector {
  readonly #words: readonly Word[];
  readonly #connector: string;
  #at = 0;
  #out = '';

  constructor(words: readonly Word[], connector: string) {
    this.#words = words;
    this.#connector = connector;
  }

  connect(): string {
    while (this.#at < this.#words.length - 1) this.#connectNext();
    this.#put(this.#current);
    return this.#out;
  }

  #connectNext(): void {
    const word = this.#take();
    this.#put(word);
    if (word.kind === 'connector' || word.kind === 'punctuation') return;
    if (word.kind === 'number') this.#takeAlphanumerics();
    else if (this.#current.kind !== 'number') this.#connectUnlessSeparate();
    else if (this.#at < this.#words.length - 1) this.#connectNumber();
  }

  /** `http2xx` is `http_2xx`, `Bld4Floor` is `bld4_floor`. */
  #connectNumber(): void {
    const number = this.#take();
    if (this.#current.kind === 'letters') {
      this.#out += this.#connector;
      this.#put(number);
      this.#takeAlphanumerics();
      return;
    }
    this.#put(number);
    this.#connectUnlessSeparate();
  }

  #takeAlphanumerics(): void {
    while (this.#current.kind === 'letters' || this.#current.kind === 'number') this.#put(this.#take());
    if (this.#current.kind !== 'none') this.#connectUnlessSeparate();
  }

  #connectUnlessSeparate(): void {
    const { kind } = this.#current;
    if (kind !== 'connector' && kind !== 'punctuation') this.#out += this.#connector;
  }

  get #current(): Word {
    return this.#words[this.#at] ?? end;
  }

  #take(): Word {
    const word = this.#current;
    this.#at += 1;
    return word;
  }

  #put({ kind, text }: Word): void {
    if (kind === 'connector') this.#out += this.#connector.repeat([...text].length);
    else this.#out += kind === 'upper' ? text.toLowerCase() : text;
  }
}

/** goutils' SwapCase: a small letter at the beginning of a word becomes a title letter. */
function swapCase(text: string): string {
  return [...text].map((letter) => (isUpper(letter) ? letter.toLowerCase() : letter.toUpperCase())).join('');
}

/** The functions of sprig that change the case of letters. */
export const letterCases: Readonly<Record<string, GoFunction>> = {
  camelcase: define(['string'], pascalCase),
  snakecase: define(['string'], (text) => new WordConnector(wordsOf(text), '_').connect()),
  kebabcase: define(['string'], (text) => new WordConnector(wordsOf(text), '-').connect()),
  swapcase: define(['string'], swapCase),
};
