import type { Value } from '../values/value.ts';

/** A parsed expression. `at` is the offset in the source that errors point to. */
export type Expression =
  | LiteralExpression
  | IdentExpression
  | SelectExpression
  | CallExpression
  | ListExpression
  | MapExpression
  | StructExpression
  | ComprehensionExpression;

interface LiteralExpression {
  readonly kind: 'literal';
  readonly at: number;
  readonly value: Value;
}

export interface IdentExpression {
  readonly kind: 'ident';
  readonly at: number;
  readonly name: string;
}

export interface SelectExpression {
  readonly kind: 'select';
  readonly at: number;
  readonly operand: Expression;
  readonly field: string;
  /** Made by `has(x.field)`: asks whether the field is there. */
  readonly testOnly: boolean;
}

export interface CallExpression {
  readonly kind: 'call';
  readonly at: number;
  /** Operators have names like `_+_`, `_[_]`, `_?_:_`. */
  readonly name: string;
  readonly target: Expression | undefined;
  readonly args: readonly Expression[];
}

export interface ListExpression {
  readonly kind: 'list';
  readonly at: number;
  readonly elements: readonly Expression[];
  /** Indexes of elements written as `?element`. */
  readonly optionals: ReadonlySet<number>;
}

export interface MapExpression {
  readonly kind: 'map';
  readonly at: number;
  readonly entries: readonly MapEntry[];
}

export interface MapEntry {
  readonly key: Expression;
  readonly value: Expression;
  readonly optional: boolean;
}

/** A message literal: `Type{field: value}`. */
export interface StructExpression {
  readonly kind: 'struct';
  readonly at: number;
  readonly typeName: string;
  readonly fields: readonly StructField[];
}

export interface StructField {
  readonly name: string;
  readonly at: number;
  readonly value: Expression;
  readonly optional: boolean;
}

/** What macros like `all` and `map` become: a loop with an accumulator. */
export interface ComprehensionExpression {
  readonly kind: 'comprehension';
  readonly at: number;
  readonly range: Expression;
  /** The item, the index or the key. */
  readonly iterVar: string;
  /** The item of a list or the value of a map, in loops with two variables. */
  readonly iterVar2: string | undefined;
  readonly accuVar: string;
  readonly accuInit: Expression;
  readonly condition: Expression;
  readonly step: Expression;
  readonly result: Expression;
}
