/** A text that is no YAML document, or one made to exhaust memory. `line` is 1-based within the text read. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem';
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}
