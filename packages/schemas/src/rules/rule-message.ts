import type { CelEvaluateOptions, Value } from '@flux19/cel';
import { quoteGo } from '@flux19/objects';
import type { CompiledRule } from './compile-rule.ts';

/** Longest message that an expression may make, in bytes. */
const maxMessageBytes = 5 * 1024;

/** What the expression for a message gave. */
export interface MessageOutcome {
  /** Undefined when the rule's own message has to do. */
  readonly text?: string;
  /** Why no further rules may run: the expression used up what was left. */
  readonly failure?: string;
  readonly remainingBudget: number;
}

/** Evaluates the expression for a rule's message. An expression that fails is ignored, one that costs too much ends the run. */
export function evaluateMessage(
  { message, rule }: CompiledRule,
  values: ReadonlyMap<string, Value>,
  budget: number,
  limits: CelEvaluateOptions,
): MessageOutcome {
  if (message === undefined) return { remainingBudget: budget };
  const { value, cost, isCostExceeded } = message.run(values, limits);
  if (cost > budget) {
    const failure =
      'messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run';
    return { failure, remainingBudget: -1 };
  }
  if (isCostExceeded) {
    const why = 'no further validation rules will be run due to call cost exceeds limit for messageExpression';
    return { failure: `${why}: ${quoteGo(rule.messageExpression ?? '')}`, remainingBudget: -1 };
  }
  const text = usableText(value);
  return text === undefined ? { remainingBudget: budget - cost } : { text, remainingBudget: budget - cost };
}

function usableText(value: Value): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  const isUsable = text !== '' && !text.includes('\n') && new TextEncoder().encode(text).length <= maxMessageBytes;
  return isUsable ? text : undefined;
}
