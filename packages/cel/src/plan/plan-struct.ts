import type { Expression, StructExpression } from '../syntax/expression.ts';
import { Fault } from '../values/fault.ts';
import { Optional } from '../values/optional.ts';
import { StructValue } from '../values/struct.ts';
import type { Value } from '../values/value.ts';
import type { Evaluate } from './node.ts';

/** What cel-go asks for the making of a message. */
const structCost = 40;

/** How a message literal is made. */
export function planStruct(
  { typeName, fields }: StructExpression,
  planner: { evaluator(expression: Expression): Evaluate },
): Evaluate {
  const planned = fields.map(({ name, optional, value }) => ({ name, optional, evaluate: planner.evaluator(value) }));
  return (frame) => {
    const made = new Map<string, Value>();
    for (const { name, optional, evaluate } of planned) {
      const value = evaluate(frame);
      if (value instanceof Fault) return value;
      if (!optional) made.set(name, value);
      else if (!(value instanceof Optional))
        return new Fault('cannot initialize optional entry from non-optional value');
      else if (value.value !== undefined) made.set(name, value.value);
    }
    frame.charge(structCost);
    return new StructValue(typeName.replace(/^\./, ''), made);
  };
}
