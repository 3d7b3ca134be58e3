import type { Value } from '@flux19/cel';
import { Budget, type Evaluation, evaluate, OutOfBudget, policyBudget } from '../../expressions/budget.ts';
import { LazyVariables } from '../../expressions/composed-variables.ts';
import { checkConditions } from '../../expressions/match-conditions.ts';
import type { CompiledPolicy, Validation } from './compile-policy.ts';

/** Why a policy does not let a write pass. */
export interface Objection {
  readonly message: string;
  /** As in a Status; empty for the default. */
  readonly reason: string;
}

/** Evaluates a policy with one set of variables; no objections when it lets the write pass. */
export function evaluatePolicy(policy: CompiledPolicy, values: ReadonlyMap<string, Value>): Objection[] {
  const withVariables = (budget: Budget): ReadonlyMap<string, Value> => {
    const all = new Map(values);
    return all.set('variables', new LazyVariables(policy.variables, all, budget));
  };
  const met = checkConditions(policy.conditions, withVariables);
  if (met === 'unmet') return [];
  if (met !== 'met') return onError(policy, met.error);
  try {
    return [...objections(policy, withVariables), ...annotationObjections(policy, withVariables)];
  } catch (thrown) {
    if (thrown instanceof OutOfBudget) return onError(policy, thrown.message);
    throw thrown;
  }
}

function onError({ failurePolicy }: CompiledPolicy, message: string): Objection[] {
  return failurePolicy === 'Ignore' ? [] : [{ message, reason: '' }];
}

type WithVariables = (budget: Budget) => ReadonlyMap<string, Value>;

function objections(policy: CompiledPolicy, withVariables: WithVariables): Objection[] {
  const budget = new Budget(policyBudget);
  const variables = withVariables(budget);
  // All rules are evaluated before any of their messages: both take from one budget.
  const outcomes = policy.validations.map((validation) => evaluate(validation.expression, variables, budget));
  return outcomes.flatMap((outcome, n) => {
    const validation = policy.validations[n];
    if (outcome.value === true || validation === undefined) return [];
    if (outcome.error !== undefined) return onError(policy, outcome.error);
    return [{ message: failureMessage(validation, variables, budget), reason: validation.reason }];
  });
}

const longestMessage = 5 * 1024;

function failureMessage(validation: Validation, variables: ReadonlyMap<string, Value>, budget: Budget): string {
  const computed = computedMessage(validation, variables, budget);
  if (computed !== '') return computed;
  if (validation.message.trim() !== '') return validation.message.trim();
  return `failed expression: ${validation.expression.source.trim()}`;
}

/** Empty when there is none that can be used. */
function computedMessage(
  { messageExpression }: Validation,
  variables: ReadonlyMap<string, Value>,
  budget: Budget,
): string {
  if (messageExpression === undefined) return '';
  const { value }: Evaluation = evaluate(messageExpression, variables, budget);
  const text = typeof value === 'string' ? value.trim() : '';
  return text.includes('\n') || Buffer.byteLength(text) > longestMessage ? '' : text;
}

/** Annotations go to an audit log, which is not kept here; that they can't be computed counts all the same. */
function annotationObjections(policy: CompiledPolicy, withVariables: WithVariables): Objection[] {
  if (policy.auditAnnotations.length === 0) return [];
  const budget = new Budget(policyBudget);
  const variables = withVariables(budget);
  return policy.auditAnnotations.flatMap((annotation) => {
    const { error } = evaluate(annotation, variables, budget);
    return error === undefined ? [] : onError(policy, error);
  });
}
