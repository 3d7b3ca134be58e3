import type { GoValue } from '../values/go-value.ts';
import { typeOf } from '../values/kinds.ts';

/** What `call` was given is no function. The message wants to know how the template calls it. */
export class NotCallableError extends Error {
  override readonly name = 'NotCallableError';
  readonly #type: string;

  constructor(value: GoValue) {
    super(`non-function of type ${typeOf(value)}`);
    this.#type = typeOf(value);
  }

  describe(operand: string): string {
    return `non-function ${operand} of type ${this.#type}`;
  }
}
