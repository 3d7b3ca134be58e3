import type { CelType } from '../cel-type.ts';
import type { CheckedExpression, ResolvedCall } from '../check/checked-expression.ts';
import type {
  CallExpression,
  ComprehensionExpression,
  Expression,
  IdentExpression,
  ListExpression,
  MapExpression,
  SelectExpression,
} from '../syntax/expression.ts';
import { type CallEstimate, estimateCall, type SizedPart } from './call-estimate.ts';
import { eitherSize, fixedSize, plus, type SizeRange, times, unknownSize } from './size-range.ts';

/**
 * The largest size of the value at a path that begins with the name of a variable: characters, items or entries. `@items`,
 * `@keys` and `@values` stand for all parts of a list or map. Undefined when nothing is known.
 */
export type SizeLookup = (path: readonly string[]) => number | undefined;

/** The most that an expression may cost, in cel-go's units; 2^64 when there is no bound. */
export function estimateCost(checked: CheckedExpression, sizeAt: SizeLookup): number {
  return new Estimator(checked, sizeAt).cost(checked.root);
}

/** Sizes of the parts of a list or map that the expression makes. */
interface PartSizes {
  readonly container: 'list' | 'map';
  readonly key: SizeRange;
  readonly value: SizeRange;
}

interface Local {
  readonly path: readonly string[];
  readonly size: SizeRange | undefined;
  readonly parts: PartSizes | undefined;
}

const listCreation = 10;
/** Making a message. */
const structCreation = 40;
const mapCreation = 30;
const noSize: SizeRange = { min: Number.POSITIVE_INFINITY, max: 0 };

class Estimator {
  readonly #checked: CheckedExpression;
  readonly #sizeAt: SizeLookup;
  readonly #paths = new Map<Expression, readonly string[]>();
  readonly #sizes = new Map<Expression, SizeRange>();
  readonly #parts = new Map<Expression, PartSizes>();
  readonly #locals = new Map<string, Local[]>();

  constructor(checked: CheckedExpression, sizeAt: SizeLookup) {
    this.#checked = checked;
    this.#sizeAt = sizeAt;
  }

  cost(expression: Expression): number {
    switch (expression.kind) {
      case 'ident':
        return this.#ident(expression);
      case 'select':
        return this.#select(expression);
      case 'call':
        return this.#call(expression);
      case 'list':
        return this.#list(expression);
      case 'map':
        return this.#map(expression);
      case 'comprehension':
        return isBinding(expression) ? this.#bind(expression) : this.#loop(expression);
      case 'struct':
        return expression.fields.reduce((sum, { value }) => plus(sum, this.cost(value)), structCreation);
      default:
        return 0;
    }
  }

  #ident(expression: IdentExpression): number {
    this.#paths.set(expression, this.#local(expression.name)?.path ?? [expression.name]);
    return 1;
  }

  #select(expression: SelectExpression): number {
    const { operand } = expression;
    if (this.#checked.typeNames.has(expression) || this.#checked.qualifiedVariables.has(expression)) return 1;
    const cost = this.cost(operand);
    if (expression.testOnly) return cost;
    this.#paths.set(expression, [...this.#pathOf(operand), expression.field]);
    const { kind } = this.#checked.typeOf(operand);
    return kind === 'map' || kind === 'object' ? plus(cost, 1) : cost;
  }

  #list(expression: ListExpression): number {
    let cost = listCreation;
    let value: SizeRange = expression.elements.length === 0 ? fixedSize(0) : noSize;
    for (const element of expression.elements) {
      cost = plus(cost, this.cost(element));
      value = eitherSize(value, this.#sizeOrUnknown(element));
    }
    this.#parts.set(expression, { container: 'list', key: fixedSize(1), value });
    return cost;
  }

  #map(expression: MapExpression): number {
    let cost = mapCreation;
    let key: SizeRange = expression.entries.length === 0 ? fixedSize(0) : noSize;
    let value = key;
    for (const entry of expression.entries) {
      cost = plus(cost, plus(this.cost(entry.key), this.cost(entry.value)));
      key = eitherSize(key, this.#sizeOrUnknown(entry.key));
      value = eitherSize(value, this.#sizeOrUnknown(entry.value));
    }
    this.#parts.set(expression, { container: 'map', key, value });
    return cost;
  }

  #call(expression: CallExpression): number {
    const call = this.#checked.calls.get(expression);
    if (call === undefined) return 0;
    const costs = call.args.map((argument) => this.cost(argument));
    const total = costs.reduce(plus, 0);
    switch (call.name) {
      case 'dyn':
        this.#copy(expression, call.args[0]);
        return plus(1, total);
      case '_&&_':
      case '_||_':
        this.#setSize(expression, this.#size(expression));
        return total;
      case '_?_:_':
        this.#conditional(expression, call);
        return plus(costs[0] ?? 0, Math.max(costs[1] ?? 0, costs[2] ?? 0));
      default:
        return plus(total, this.#overloads(expression, call));
    }
  }

  #conditional(expression: CallExpression, { args: [, whenTrue, whenFalse] }: ResolvedCall): void {
    if (whenTrue === undefined || whenFalse === undefined) return;
    this.#setSize(expression, eitherSize(this.#sizeOrUnknown(whenTrue), this.#sizeOrUnknown(whenFalse)));
    this.#setParts(expression, eitherParts(this.#partsOf(whenTrue), this.#partsOf(whenFalse)));
  }

  /** The most that any of the overloads costs. */
  #overloads(expression: CallExpression, call: ResolvedCall): number {
    const parts = call.args.map((argument) => this.#sized(argument));
    let cost = 0;
    let size: SizeRange | undefined;
    for (const overload of call.overloads) {
      const [target, args] = overload.isMember ? [parts[0], parts.slice(1)] : [undefined, parts];
      const estimate = estimateCall({ name: call.name, overloadId: overload.id, target, args });
      cost = Math.max(cost, estimate.cost);
      size = this.#resultSize(expression, call, overload.id, estimate, size);
    }
    this.#setSize(expression, size);
    if (call.name === '_+_') this.#addParts(expression, call);
    return cost;
  }

  #resultSize(
    expression: CallExpression,
    { args: [container] }: ResolvedCall,
    overloadId: string,
    estimate: CallEstimate,
    previous: SizeRange | undefined,
  ): SizeRange | undefined {
    let size = previous;
    if (estimate.size !== undefined) size = size === undefined ? estimate.size : eitherSize(size, estimate.size);
    if (container !== undefined && (overloadId === 'index_list' || overloadId === 'index_map')) {
      size = this.#partsOf(container)?.value;
      this.#paths.set(expression, [...this.#pathOf(container), overloadId === 'index_list' ? '@items' : '@values']);
    }
    return size ?? this.#size(expression);
  }

  #addParts(expression: CallExpression, { args: [left, right] }: ResolvedCall): void {
    if (left === undefined || right === undefined) return;
    this.#setParts(expression, eitherParts(this.#partsOf(right), this.#partsOf(left)));
  }

  #sized(expression: Expression): SizedPart {
    const type = this.#checked.typeOf(expression);
    const hasParts = type.kind === 'list' || type.kind === 'map' || type.kind === 'optional';
    const path = this.#pathOf(expression);
    const items = path.length === 0 ? undefined : this.#declared([...path, '@items']);
    return {
      expression,
      type,
      size: this.#size(expression),
      itemSize: hasParts ? (items ?? unknownSize) : undefined,
    };
  }

  #bind(expression: ComprehensionExpression): number {
    const value = this.cost(expression.accuInit);
    this.#pushValue(expression.accuVar, expression.accuInit);
    const result = this.cost(expression.result);
    this.#pop(expression.accuVar);
    this.#copy(expression, expression.result);
    return plus(listCreation, plus(value, result));
  }

  #loop(expression: ComprehensionExpression): number {
    const { range, accuInit, accuVar, iterVar, iterVar2 } = expression;
    const before = plus(this.cost(range), this.cost(accuInit));
    this.#pushValue(accuVar, accuInit);
    this.#pushParts(iterVar, range, iterVar2 === undefined ? 'single' : 'key');
    if (iterVar2 !== undefined) this.#pushParts(iterVar2, range, 'value');
    const once = plus(this.cost(expression.condition), this.cost(expression.step));
    this.#pop(iterVar);
    if (iterVar2 !== undefined) this.#pop(iterVar2);
    const after = this.cost(expression.result);
    this.#pop(accuVar);
    const count = this.#sizeOrUnknown(range);
    if (accuInit.kind === 'literal') this.#setSize(expression, this.#size(accuInit));
    if (accuInit.kind === 'list' || accuInit.kind === 'map') {
      this.#setSize(expression, count);
      this.#setParts(expression, this.#partsOf(expression.step));
    }
    return plus(plus(before, after), times(count.max, once));
  }

  #pushValue(name: string, value: Expression): void {
    this.#push(name, { path: this.#pathOf(value), size: this.#size(value), parts: this.#partsOf(value) });
  }

  #pushParts(name: string, range: Expression, which: 'single' | 'key' | 'value'): void {
    const parts = this.#partsOf(range);
    const isList = (parts?.container ?? this.#checked.typeOf(range).kind) === 'list';
    const isValue = which === 'value' || (which === 'single' && isList);
    const step = isValue ? (isList ? '@items' : '@values') : isList ? '@indices' : '@keys';
    const size = isValue ? parts?.value : parts?.key;
    this.#push(name, { path: [...this.#pathOf(range), step], size, parts: undefined });
  }

  #push(name: string, local: Local): void {
    const stack = this.#locals.get(name);
    if (stack === undefined) this.#locals.set(name, [local]);
    else stack.push(local);
  }

  #pop(name: string): void {
    this.#locals.get(name)?.pop();
  }

  #local(name: string): Local | undefined {
    return this.#locals.get(name)?.at(-1);
  }

  #pathOf(expression: Expression): readonly string[] {
    const local = expression.kind === 'ident' ? this.#local(expression.name) : undefined;
    return local?.path ?? this.#paths.get(expression) ?? [];
  }

  #declared(path: readonly string[]): SizeRange | undefined {
    const max = path.length === 0 ? undefined : this.#sizeAt(path);
    return max === undefined ? undefined : { min: 0, max };
  }

  #size(expression: Expression): SizeRange | undefined {
    const known = this.#sizes.get(expression) ?? literalSize(expression);
    if (known !== undefined) return known;
    const declared = this.#declared(this.#pathOf(expression));
    if (declared !== undefined) {
      this.#sizes.set(expression, declared);
      return declared;
    }
    if (isScalar(this.#checked.typeOf(expression))) return fixedSize(1);
    return expression.kind === 'ident' ? this.#local(expression.name)?.size : undefined;
  }

  #sizeOrUnknown(expression: Expression): SizeRange {
    return this.#size(expression) ?? unknownSize;
  }

  #partsOf(expression: Expression): PartSizes | undefined {
    const local = expression.kind === 'ident' ? this.#local(expression.name) : undefined;
    return this.#parts.get(expression) ?? local?.parts;
  }

  #copy(expression: Expression, source: Expression | undefined): void {
    if (source === undefined) return;
    this.#setSize(expression, this.#size(source));
    this.#setParts(expression, this.#partsOf(source));
  }

  #setSize(expression: Expression, size: SizeRange | undefined): void {
    if (size !== undefined) this.#sizes.set(expression, size);
  }

  #setParts(expression: Expression, parts: PartSizes | undefined): void {
    if (parts !== undefined) this.#parts.set(expression, parts);
  }
}

/** What `cel.bind` and the like become: a loop over nothing. */
function isBinding({ range, condition, accuVar }: ComprehensionExpression): boolean {
  const isEmpty = range.kind === 'list' && range.elements.length === 0;
  return isEmpty && condition.kind === 'literal' && condition.value === false && accuVar !== '@result';
}

function eitherParts(left: PartSizes | undefined, right: PartSizes | undefined): PartSizes | undefined {
  if (left === undefined || right === undefined) return undefined;
  return {
    container: left.container,
    key: eitherSize(left.key, right.key),
    value: eitherSize(left.value, right.value),
  };
}

function literalSize(expression: Expression): SizeRange | undefined {
  switch (expression.kind) {
    case 'literal':
      return fixedSize(valueSize(expression.value));
    case 'list':
      return fixedSize(expression.elements.length);
    case 'map':
      return fixedSize(expression.entries.length);
    default:
      return undefined;
  }
}

function valueSize(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  return value instanceof Uint8Array ? value.length : 1;
}

function isScalar(type: CelType): boolean {
  if (type.kind === 'optional') return isScalar(type.value);
  return ['bool', 'double', 'duration', 'int', 'timestamp', 'uint'].includes(type.kind);
}
