import { Fault, noSuchOverload } from '../values/fault.ts';
import { none, Optional } from '../values/optional.ts';
import type { Value } from '../values/value.ts';
import type { Frame } from './frame.ts';
import type { Attribute, Evaluate, PlanNode, Selection } from './node.ts';
import { select, selectIfPresent } from './select.ts';

/** How a node is computed when it is not part of an attribute. */
export function evaluatorOf(node: PlanNode): Evaluate {
  if (node.kind === 'other') return node.evaluate;
  if (node.kind === 'attribute') return evaluatorOfAttribute(node.attribute);
  const { value } = node;
  return () => value;
}

function evaluatorOfAttribute(attribute: Attribute): Evaluate {
  const resolve = resolverOf(attribute);
  // A ternary costs what its parts cost; asking whether a field is there costs nothing beside the way to it.
  if (attribute.kind === 'conditional' || attribute.isTest) return resolve;
  return (frame) => {
    const value = resolve(frame);
    frame.charge(1);
    return value;
  };
}

/** How an attribute is computed where its own step is free: in a ternary, as an index. */
export function resolverOf(attribute: Attribute): Evaluate {
  if (attribute.kind === 'conditional') {
    const { condition } = attribute;
    const truthy = resolverOf(attribute.truthy);
    const falsy = resolverOf(attribute.falsy);
    return (frame) => {
      const chosen = condition(frame);
      if (typeof chosen === 'boolean') return chosen ? truthy(frame) : falsy(frame);
      return chosen instanceof Fault ? chosen : noSuchOverload();
    };
  }
  const { base, selections } = attribute;
  if (selections.length === 0) return base;
  return (frame) => selectAll(frame, base(frame), selections);
}

/** A selection added to an attribute; in a ternary it is added to both sides. */
export function withSelection(attribute: Attribute, selection: Selection): Attribute {
  if (attribute.kind === 'conditional') {
    return {
      ...attribute,
      truthy: withSelection(attribute.truthy, selection),
      falsy: withSelection(attribute.falsy, selection),
    };
  }
  return { ...attribute, selections: [...attribute.selections, selection], isTest: selection.testOnly };
}

/** A node as an attribute, so that it can be selected from. */
export function attributeOf(node: PlanNode): Attribute {
  if (node.kind === 'attribute') return node.attribute;
  return { kind: 'plain', base: evaluatorOf(node), selections: [], isTest: false };
}

function selectAll(frame: Frame, base: Value, selections: readonly Selection[]): Value {
  let isOptional = base instanceof Optional;
  let value: Value = base;
  if (base instanceof Optional) {
    if (base.value === undefined) return base;
    value = base.value;
  }
  for (const selection of selections) {
    isOptional ||= selection.optional;
    const next = isOptional ? stepIfPresent(frame, value, selection) : step(frame, value, selection);
    if (next === undefined) return selection.testOnly ? false : none;
    if (next instanceof Fault) return next;
    value = next;
  }
  const last = selections.at(-1);
  return isOptional && last?.testOnly !== true ? new Optional(value) : value;
}

function step(frame: Frame, value: Value, selection: Selection): Value {
  if (value instanceof Fault) return value;
  const key = selection.key(frame);
  frame.charge(1);
  if (key instanceof Fault) return key;
  return selection.testOnly ? isPresent(value, key) : select(value, key);
}

function stepIfPresent(frame: Frame, value: Value, selection: Selection): Value | undefined {
  if (value instanceof Fault) return value;
  const key = selection.key(frame);
  if (key instanceof Fault) return key;
  const found = selectIfPresent(value, key);
  if (found === undefined) return undefined;
  frame.charge(1);
  return selection.testOnly ? true : found;
}

function isPresent(value: Value, key: Value): Value {
  const found = selectIfPresent(value, key);
  return found !== undefined && !(found instanceof Fault && typeof key !== 'string');
}
