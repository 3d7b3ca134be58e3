/** What goes wrong while values are built; `offset` is where in the text, -1 where that is not known. */
export class ComposeFault extends Error {
  readonly offset: number;
  readonly hint: string | undefined;

  constructor(reason: string, offset: number, hint?: string) {
    super(reason);
    this.offset = offset;
    this.hint = hint;
  }
}
