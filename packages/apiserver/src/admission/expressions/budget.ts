import { Fault, type Value } from '@flux19/cel';
import type { CompiledExpression } from './compile-expression.ts';

/** What all expressions of a policy may cost together, in cel-go's units. */
export const policyBudget = 10_000_000;
/** What the conditions of a policy or webhook may cost together. */
export const conditionBudget = 2_500_000;

/** Thrown when the expressions of a policy cost more than they may. */
export class OutOfBudget extends Error {
  override readonly name = 'OutOfBudget';

  constructor() {
    super('validation failed due to running out of cost budget, no further validation rules will be run');
  }
}

/** Cost that is left to the expressions of one policy. */
export class Budget {
  #left: number;

  constructor(left: number) {
    this.#left = left;
  }

  /** Throws {@link OutOfBudget}. */
  spend(cost: number): void {
    if (cost > this.#left) throw new OutOfBudget();
    this.#left -= cost;
  }
}

/** What an expression gave, or why it failed. */
export type Evaluation =
  | { readonly value: Value; readonly error?: never }
  | { readonly value?: never; readonly error: string };

/** Evaluates an expression. Throws {@link OutOfBudget}. */
export function evaluate(
  { source, program, error }: CompiledExpression,
  variables: ReadonlyMap<string, Value>,
  budget: Budget,
): Evaluation {
  if (program === undefined) return { error: `compilation error: ${error}` };
  const { value, cost } = program.run(variables);
  budget.spend(cost);
  return value instanceof Fault ? { error: `expression '${source}' resulted in error: ${value.message}` } : { value };
}
