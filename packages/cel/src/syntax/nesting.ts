import type { Expression } from './expression.ts';

/** Macros use some of their arguments more than once, so that nested ones can grow out of all proportion. */
const maxParts = 300_000;

/** Whether an expression is nested deeper than a limit, or has more parts than anyone needs. Does not recurse itself. */
export function isOvergrown(root: Expression, maxDepth: number): boolean {
  let level: readonly Expression[] = [root];
  let parts = 0;
  for (let depth = 0; level.length > 0; depth++) {
    parts += level.length;
    if (depth >= maxDepth || parts > maxParts) return true;
    level = level.flatMap(childrenOf);
  }
  return false;
}

function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'select':
      return [expression.operand];
    case 'call':
      return expression.target === undefined ? expression.args : [expression.target, ...expression.args];
    case 'list':
      return expression.elements;
    case 'map':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case 'struct':
      return expression.fields.map(({ value }) => value);
    case 'comprehension':
      return [expression.range, expression.accuInit, expression.condition, expression.step, expression.result];
    default:
      return [];
  }
}
