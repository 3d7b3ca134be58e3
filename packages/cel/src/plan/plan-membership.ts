import type { ResolvedCall } from '../check/checked-expression.ts';
import { Fault } from '../values/fault.ts';
import { CelList } from '../values/list.ts';
import { keyIdentity } from '../values/map.ts';
import type { Value } from '../values/value.ts';
import { evaluatorOf } from './attribute.ts';
import type { PlanNode } from './node.ts';
import type { Planner } from './plan-expression.ts';

/** `x in [constants]`: looked up in a set, and free. Undefined when the list is not of simple constants. */
export function planMembership(call: ResolvedCall, planner: Planner): PlanNode | undefined {
  const [element, list] = call.args;
  const isListOverload = call.overloads.length === 1 && call.overloads[0]?.id === 'in_list';
  if (element === undefined || list === undefined || !isListOverload) return undefined;
  const planned = planner.plan(list);
  if (planned.kind !== 'constant' || !(planned.value instanceof CelList)) return undefined;
  const identities = identitiesOf(planned.value);
  if (identities === undefined) return undefined;
  if (identities.size === 0) return { kind: 'constant', value: false };
  const evaluate = evaluatorOf(planner.plan(element));
  return {
    kind: 'other',
    evaluate: (frame) => {
      const value = evaluate(frame);
      if (value instanceof Fault) return value;
      const identity = identityOf(value);
      return identity !== undefined && identities.has(identity);
    },
  };
}

function identitiesOf(list: CelList): ReadonlySet<string> | undefined {
  const identities = new Set<string>();
  for (const item of list) {
    const identity = identityOf(item);
    if (identity === undefined) return undefined;
    identities.add(identity);
  }
  return identities;
}

function identityOf(value: Value): string | undefined {
  return value === null ? 'null' : keyIdentity(value);
}
