/** A failed evaluation, as a value. The message is cel-go's. */
export class Fault {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** Arguments whose types no overload takes. */
export function noSuchOverload(): Fault {
  return new Fault('no such overload');
}
