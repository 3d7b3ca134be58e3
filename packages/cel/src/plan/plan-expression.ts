import { CelError } from '../cel-error.ts';
import type { CheckedExpression, ResolvedCall } from '../check/checked-expression.ts';
import { callCost } from '../cost/call-cost.ts';
import { isPattern } from '../library/regexps.ts';
import type {
  CallExpression,
  Expression,
  IdentExpression,
  ListExpression,
  MapExpression,
} from '../syntax/expression.ts';
import { Fault, noSuchOverload } from '../values/fault.ts';
import { ArrayList } from '../values/list.ts';
import { EntryMap, keyIdentity } from '../values/map.ts';
import { Optional } from '../values/optional.ts';
import { TypeValue } from '../values/type-value.ts';
import type { Value } from '../values/value.ts';
import { attributeOf, evaluatorOf, resolverOf, withSelection } from './attribute.ts';
import { dispatch } from './dispatch.ts';
import { logical } from './logical.ts';
import type { Attribute, Evaluate, PlanNode } from './node.ts';
import { planComprehension } from './plan-comprehension.ts';
import { planMembership } from './plan-membership.ts';
import { planStruct } from './plan-struct.ts';

/** Functions whose calls on constants are computed once. */
const foldable: ReadonlySet<string> = new Set(
  'bool bytes double dyn duration int string timestamp type uint'.split(' '),
);

/** An expression ready to be evaluated, and the number of slots that its loops need. */
export interface Plan {
  readonly evaluate: Evaluate;
  readonly slots: number;
}

/** Plans a checked expression. Throws CelError of failure `plan` when a constant part can't be computed. */
export function planExpression(checked: CheckedExpression): Plan {
  const planner = new Planner(checked);
  const evaluate = evaluatorOf(planner.plan(checked.root));
  return { evaluate, slots: planner.slots };
}

/** Turns expressions into nodes. Keeps the slots of the loops around the expression. */
export class Planner {
  slots = 0;
  readonly #checked: CheckedExpression;
  readonly #scopes: Map<string, Evaluate>[] = [];

  constructor(checked: CheckedExpression) {
    this.#checked = checked;
  }

  plan(expression: Expression): PlanNode {
    switch (expression.kind) {
      case 'literal':
        return { kind: 'constant', value: expression.value };
      case 'ident':
        return this.#ident(expression);
      case 'select': {
        const typeName = this.#checked.typeNames.get(expression);
        if (typeName !== undefined) return { kind: 'constant', value: new TypeValue(typeName) };
        const variable = this.#checked.qualifiedVariables.get(expression);
        if (variable !== undefined) return variableAttribute(variable);
        return this.#selected(expression.operand, constant(expression.field), false, expression.testOnly);
      }
      case 'call':
        return this.#call(expression);
      case 'list':
        return this.#list(expression);
      case 'map':
        return this.#map(expression);
      case 'comprehension':
        return { kind: 'other', evaluate: planComprehension(expression, this) };
      case 'struct':
        return { kind: 'other', evaluate: planStruct(expression, this) };
    }
  }

  evaluator(expression: Expression): Evaluate {
    return evaluatorOf(this.plan(expression));
  }

  /** A new place for a variable of a loop. */
  newSlot(): number {
    this.slots++;
    return this.slots - 1;
  }

  /** Plans with names bound to what computes them. */
  within<T>(names: ReadonlyMap<string, Evaluate>, run: () => T): T {
    this.#scopes.push(new Map(names));
    const result = run();
    this.#scopes.pop();
    return result;
  }

  #ident(expression: IdentExpression): PlanNode {
    const name = expression.name.replace(/^\./, '');
    const local = this.#scopes.findLast((scope) => scope.has(name))?.get(name);
    if (local !== undefined) return plainAttribute(local);
    const typeName = this.#checked.typeNames.get(expression);
    if (typeName !== undefined) return { kind: 'constant', value: new TypeValue(typeName) };
    return variableAttribute(name);
  }

  #selected(operand: Expression, key: Evaluate, optional: boolean, testOnly: boolean): PlanNode {
    const attribute = attributeOf(this.plan(operand));
    return { kind: 'attribute', attribute: withSelection(attribute, { key, optional, testOnly }) };
  }

  #call(expression: CallExpression): PlanNode {
    const call = this.#checked.calls.get(expression);
    if (call === undefined) throw new CelError('plan', `unresolved call: ${expression.name}`);
    const [first, second, third] = call.args;
    if (first === undefined || second === undefined) return this.#function(call);
    switch (call.name) {
      case '_?._':
      case '_[?_]':
        return this.#selected(first, this.#key(second), true, false);
      case '_[_]':
        return this.#selected(first, this.#key(second), false, false);
      case '_?_:_':
        return third === undefined ? this.#function(call) : this.#ternary(first, second, third);
      case '_&&_':
      case '_||_':
        return {
          kind: 'other',
          evaluate: logical(
            call.name === '_||_',
            call.args.map((arg) => this.evaluator(arg)),
          ),
        };
      case '@in':
        return planMembership(call, this) ?? this.#function(call);
      case 'or':
      case 'orValue':
        return this.#alternative(call, first, second);
      default:
        return this.#function(call);
    }
  }

  /** An index that is an attribute is read without the unit for its step. */
  #key(expression: Expression): Evaluate {
    const node = this.plan(expression);
    return node.kind === 'attribute' ? resolverOf(node.attribute) : evaluatorOf(node);
  }

  #ternary(condition: Expression, truthy: Expression, falsy: Expression): PlanNode {
    const attribute: Attribute = {
      kind: 'conditional',
      condition: this.evaluator(condition),
      truthy: attributeOf(this.plan(truthy)),
      falsy: attributeOf(this.plan(falsy)),
    };
    return { kind: 'attribute', attribute };
  }

  /** `or` and `orValue` are free and look at the alternative only if they need it. */
  #alternative(call: ResolvedCall, optional: Expression, alternative: Expression): PlanNode {
    const first = this.evaluator(optional);
    const second = this.evaluator(alternative);
    const evaluate: Evaluate = (frame) => {
      const value = first(frame);
      if (!(value instanceof Optional)) return value instanceof Fault ? value : noSuchOverload();
      if (value.value === undefined) return second(frame);
      return call.name === 'or' ? value : value.value;
    };
    return { kind: 'other', evaluate };
  }

  #function(call: ResolvedCall): PlanNode {
    const nodes = call.args.map((argument) => this.plan(argument));
    const [only] = nodes;
    if (nodes.length === 1 && only?.kind === 'constant' && foldable.has(call.name)) return fold(call, only.value);
    if (call.name === 'find' || call.name === 'findAll') checkPattern(nodes[1]);
    return { kind: 'other', evaluate: planFunction(call, nodes.map(evaluatorOf)) };
  }

  #list({ elements, optionals }: ListExpression): PlanNode {
    const nodes = elements.map((element) => this.plan(element));
    if (nodes.every((node) => node.kind === 'constant') && optionals.size === 0) {
      return { kind: 'constant', value: new ArrayList(nodes.map((node) => node.value)) };
    }
    const evaluators = nodes.map(evaluatorOf);
    const evaluate: Evaluate = (frame) => {
      const items: Value[] = [];
      let fault: Fault | undefined;
      for (let index = 0; index < evaluators.length && fault === undefined; index++) {
        const value = evaluators[index]?.(frame) ?? null;
        fault = value instanceof Fault ? value : addItem(items, value, optionals.has(index));
      }
      frame.charge(10);
      return fault ?? new ArrayList(items);
    };
    return { kind: 'other', evaluate };
  }

  #map({ entries }: MapExpression): PlanNode {
    const nodes = entries.map((entry) => ({ key: this.plan(entry.key), value: this.plan(entry.value) }));
    const evaluators = nodes.map(({ key, value }) => ({ key: evaluatorOf(key), value: evaluatorOf(value) }));
    const build: Evaluate = (frame) => {
      const made = new Map<string, readonly [Value, Value]>();
      for (const [index, { key, value }] of evaluators.entries()) {
        const fault = addEntry(made, key(frame), () => value(frame), entries[index]?.optional === true);
        if (fault !== undefined) return fault;
      }
      return new EntryMap(made);
    };
    const isConstant = nodes.every(({ key, value }) => key.kind === 'constant' && value.kind === 'constant');
    if (isConstant && !entries.some((entry) => entry.optional)) return foldMap(nodes);
    return {
      kind: 'other',
      evaluate: (frame) => {
        const value = build(frame);
        frame.charge(30);
        return value;
      },
    };
  }
}

function constant(value: Value): Evaluate {
  return () => value;
}

function plainAttribute(base: Evaluate): PlanNode {
  return { kind: 'attribute', attribute: { kind: 'plain', base, selections: [], isTest: false } };
}

function variableAttribute(name: string): PlanNode {
  return plainAttribute(({ variables }) => variables.get(name) ?? missing(variables.has(name), name));
}

function missing(isNull: boolean, name: string): Value {
  return isNull ? null : new Fault(`no such attribute(s): ${name}`);
}

function addItem(items: Value[], value: Value, isOptional: boolean): Fault | undefined {
  if (!isOptional) {
    items.push(value);
    return undefined;
  }
  if (!(value instanceof Optional)) {
    return new Fault(`cannot initialize optional list element from non-optional value ${String(value)}`);
  }
  if (value.value !== undefined) items.push(value.value);
  return undefined;
}

function addEntry(
  entries: Map<string, readonly [Value, Value]>,
  key: Value,
  compute: () => Value,
  isOptional: boolean,
): Fault | undefined {
  if (key instanceof Fault) return key;
  const value = compute();
  if (value instanceof Fault) return value;
  const identity = keyIdentity(key);
  if (identity === undefined) return new Fault('unsupported key type');
  if (!isOptional) {
    entries.set(identity, [key, value]);
    return undefined;
  }
  if (!(value instanceof Optional)) {
    return new Fault(`cannot initialize optional entry '${String(key)}' from non-optional value ${String(value)}`);
  }
  if (value.value === undefined) entries.delete(identity);
  else entries.set(identity, [key, value.value]);
  return undefined;
}

function foldMap(nodes: readonly { readonly key: PlanNode; readonly value: PlanNode }[]): PlanNode {
  const entries = new Map<string, readonly [Value, Value]>();
  for (const { key, value } of nodes) {
    if (key.kind !== 'constant' || value.kind !== 'constant') continue;
    const fault = addEntry(entries, key.value, () => value.value, false);
    if (fault !== undefined) throw new CelError('plan', fault.message);
  }
  return { kind: 'constant', value: new EntryMap(entries) };
}

function fold(call: ResolvedCall, argument: Value): PlanNode {
  const value = dispatch(call.name, call.overloads, [argument]);
  if (value instanceof Fault) throw new CelError('plan', value.message);
  return { kind: 'constant', value };
}

function checkPattern(node: PlanNode | undefined): void {
  if (node?.kind !== 'constant' || typeof node.value !== 'string' || isPattern(node.value)) return;
  throw new CelError('plan', `invalid pattern: ${node.value}`);
}

/** A fault among the arguments is the result; `@not_strictly_false` alone takes it. */
function planFunction(call: ResolvedCall, args: readonly Evaluate[]): Evaluate {
  const { name, overloads } = call;
  const single = overloads.length === 1 ? overloads[0]?.id : undefined;
  const costOf = callCost(name, single);
  const isStrict = name !== '@not_strictly_false';
  // cel-go computes both arguments of a call with two before it looks for faults, and stops at the first one beyond that.
  const stopsEarly = args.length > 2;
  return (frame) => {
    const values: Value[] = [];
    let fault: Fault | undefined;
    for (const argument of args) {
      const value = argument(frame);
      values.push(value);
      if (isStrict && value instanceof Fault) fault ??= value;
      if (fault !== undefined && stopsEarly) break;
    }
    const result = fault ?? dispatch(name, overloads, values);
    if (values.length === args.length) frame.charge(costOf(values, result));
    return result;
  };
}
