/** Thrown when an evaluation costs more than it may. */
export class CostExceeded extends Error {
  override readonly name = 'CostExceeded';

  constructor() {
    super('operation cancelled: actual cost limit exceeded');
  }
}

const maxSteps = 20_000_000;
/** Evaluations are synchronous, so that there is never more than one. */
let steps = 0;

/** Starts to count the work of an evaluation. */
export function beginWork(): void {
  steps = 0;
}

/**
 * Counts work inside calls. Costs are cel-go's: they are charged after a call and do not look into nested values, which a short
 * expression can make huge by using them again and again. Throws {@link CostExceeded} when it is more than any rule may need.
 */
export function work(amount: number): void {
  steps += amount;
  if (steps > maxSteps) throw new CostExceeded();
}
