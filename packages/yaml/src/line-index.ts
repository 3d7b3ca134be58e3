/** Finds lines of offsets in one text. Reads each part of the text once as long as offsets grow. */
export class LineIndex {
  readonly #text: string;
  #line = 1;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** 1-based line and column of an offset. */
  at(offset: number): { readonly line: number; readonly column: number } {
    if (offset < this.#lineStart) {
      this.#line = 1;
      this.#lineStart = 0;
    }
    let next = this.#text.indexOf('\n', this.#lineStart);
    while (next !== -1 && next < offset) {
      this.#line++;
      this.#lineStart = next + 1;
      next = this.#text.indexOf('\n', this.#lineStart);
    }
    return { line: this.#line, column: offset - this.#lineStart + 1 };
  }
}
