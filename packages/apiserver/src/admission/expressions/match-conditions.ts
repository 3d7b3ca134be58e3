// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-matchconditions
import type { Value } from '@flux19/cel';
import type { JsonObject } from '@flux19/objects';
import { aggregate } from '../../errors/api-errors.ts';
import { textField } from '../../json/fields.ts';
import { Budget, conditionBudget, evaluate, OutOfBudget } from './budget.ts';
import { type CompiledExpression, compileExpression } from './compile-expression.ts';
import type { VariableChoice } from './variable-types.ts';

/** Compiles the conditions under which a policy or webhook applies. */
export function compileConditions(conditions: readonly JsonObject[], choice: VariableChoice): CompiledExpression[] {
  return conditions.map((condition) => compileExpression(textField(condition, 'expression'), choice, ['bool']));
}

/** Whether all conditions hold; one that is false decides, whatever is wrong with the others. */
export type ConditionOutcome = 'met' | 'unmet' | { readonly error: string };

/** `withVariables` gives the bindings for a budget, for variables that are computed on demand. */
export function checkConditions(
  conditions: readonly CompiledExpression[],
  withVariables: (budget: Budget) => ReadonlyMap<string, Value>,
): ConditionOutcome {
  if (conditions.length === 0) return 'met';
  const budget = new Budget(conditionBudget);
  const variables = withVariables(budget);
  const errors: string[] = [];
  try {
    for (const condition of conditions) {
      const { value, error } = evaluate(condition, variables, budget);
      if (error !== undefined) errors.push(error);
      else if (value === false) return 'unmet';
    }
  } catch (thrown) {
    if (!(thrown instanceof OutOfBudget)) throw thrown;
    return { error: thrown.message };
  }
  return errors.length === 0 ? 'met' : { error: aggregate(errors) };
}
