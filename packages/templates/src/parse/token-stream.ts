import type { Token } from './token.ts';

/** Tokens with a look ahead, and the way back. */
export class TokenStream {
  readonly #source: Iterator<Token, undefined>;
  readonly #ahead: Token[] = [];
  #last: Token = { kind: 'eof', text: '', at: 0, line: 1 };
  #end: Token | undefined;

  constructor(source: Iterator<Token, undefined>) {
    this.#source = source;
  }

  /** Line of the token that was read last. */
  get line(): number {
    return this.#last.line;
  }

  next(): Token {
    this.#last = this.#ahead.pop() ?? this.#read();
    return this.#last;
  }

  nextSolid(): Token {
    let token = this.next();
    while (token.kind === 'space') token = this.next();
    return token;
  }

  peek(): Token {
    const token = this.#ahead.at(-1) ?? this.#read();
    if (this.#ahead.length === 0) this.#ahead.push(token);
    return token;
  }

  peekSolid(): Token {
    while (this.peek().kind === 'space') this.next();
    return this.peek();
  }

  /** Takes tokens back, given in the order of the text. */
  back(...tokens: readonly Token[]): void {
    this.#ahead.push(...tokens.toReversed());
  }

  #read(): Token {
    if (this.#end !== undefined) return this.#end;
    const { value, done } = this.#source.next();
    if (done === true) throw new Error('the lexer ended without a last token');
    if (value.kind === 'eof' || value.kind === 'error') this.#end = value;
    return value;
  }
}
