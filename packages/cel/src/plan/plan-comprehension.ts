import type { ComprehensionExpression } from '../syntax/expression.ts';
import { Fault } from '../values/fault.ts';
import { typeNameOf } from '../values/kind-of.ts';
import { ArrayList, CelList } from '../values/list.ts';
import { CelMap, EntryMap } from '../values/map.ts';
import type { Value } from '../values/value.ts';
import type { Frame } from './frame.ts';
import { GrowingList } from './growing-list.ts';
import type { Evaluate } from './node.ts';
import type { Planner } from './plan-expression.ts';

/** Plans a loop. Its accumulator is computed when it is first read, as cel-go does. */
export function planComprehension(expression: ComprehensionExpression, planner: Planner): Evaluate {
  const { accuVar, iterVar, iterVar2 } = expression;
  const init = planner.evaluator(expression.accuInit);
  const range = planner.evaluator(expression.range);
  const accuSlot = planner.newSlot();
  const firstSlot = planner.newSlot();
  const secondSlot = planner.newSlot();
  const accu = new Map([[accuVar, accumulator(accuSlot, init)]]);
  const items = new Map([[iterVar, local(firstSlot)]]);
  if (iterVar2 !== undefined) items.set(iterVar2, local(secondSlot));
  const [condition, step, result] = planner.within(accu, () => [
    ...planner.within(items, () => [planner.evaluator(expression.condition), planner.evaluator(expression.step)]),
    planner.evaluator(expression.result),
  ]) as [Evaluate, Evaluate, Evaluate];
  const hasTwo = iterVar2 !== undefined;
  return (frame) => {
    const outer = [frame.locals[accuSlot], frame.locals[firstSlot], frame.locals[secondSlot]];
    frame.locals[accuSlot] = undefined;
    const values = range(frame);
    const fault = eachRound(values, hasTwo, (first, second) => {
      frame.locals[firstSlot] = first;
      frame.locals[secondSlot] = second;
      if (condition(frame) === false) return false;
      frame.locals[accuSlot] = step(frame);
      return true;
    });
    const value = fault ?? freeze(result(frame));
    [frame.locals[accuSlot], frame.locals[firstSlot], frame.locals[secondSlot]] = outer;
    return value;
  };
}

function local(slot: number): Evaluate {
  return (frame) => frame.locals[slot] ?? null;
}

function accumulator(slot: number, init: Evaluate): Evaluate {
  return (frame: Frame) => {
    const known = frame.locals[slot];
    if (known !== undefined) return known;
    const value = init(frame);
    const first = value instanceof ArrayList && value.size === 0 ? new GrowingList() : value;
    frame.locals[slot] = first;
    return first;
  };
}

/** From here on the value may be seen by anything, so that it must not grow any more. */
function freeze(value: Value): Value {
  if (value instanceof GrowingList) return new ArrayList(value.items);
  return value instanceof EntryMap ? new EntryMap(value.entries) : value;
}

type Round = (first: Value, second: Value | undefined) => boolean;

/** Calls back for each item or entry until it says stop; a fault when the range is none. */
function eachRound(range: Value, hasTwo: boolean, round: Round): Fault | undefined {
  if (range instanceof CelList) eachItem(range, hasTwo, round);
  else if (range instanceof CelMap) eachEntry(range, hasTwo, round);
  else return range instanceof Fault ? range : new Fault(`got '${typeNameOf(range)}', expected iterable type`);
  return undefined;
}

function eachItem(list: CelList, hasTwo: boolean, round: Round): void {
  for (let index = 0; index < list.size; index++) {
    const item = list.get(index);
    if (!(hasTwo ? round(BigInt(index), item) : round(item, undefined))) return;
  }
}

function eachEntry(map: CelMap, hasTwo: boolean, round: Round): void {
  for (const key of map.keys()) if (!round(key, hasTwo ? map.find(key) : undefined)) return;
}
