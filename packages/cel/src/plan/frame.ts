import type { Value } from '../values/value.ts';
import { CostExceeded } from '../values/work.ts';

/** State of one evaluation: variables and what it has cost so far. */
export class Frame {
  readonly variables: ReadonlyMap<string, Value>;
  /** Variables of loops, by slot. */
  readonly locals: (Value | undefined)[];
  cost = 0;
  readonly #limit: number;

  constructor(variables: ReadonlyMap<string, Value>, slots: number, limit: number) {
    this.variables = variables;
    this.locals = new Array<Value | undefined>(slots).fill(undefined);
    this.#limit = limit;
  }

  /** Adds to the cost. Throws {@link CostExceeded} above the limit. */
  charge(amount: number): void {
    this.cost += amount;
    if (this.cost > this.#limit) throw new CostExceeded();
  }
}
