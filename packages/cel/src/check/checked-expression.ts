import type { CelType } from '../cel-type.ts';
import type { Overload } from '../library/declaration.ts';
import type { CallExpression, Expression, IdentExpression, SelectExpression } from '../syntax/expression.ts';

/** What the check found out about an expression and its parts. */
export interface CheckedExpression {
  readonly root: Expression;
  /** The type of each part; type parameters that stayed open are dyn. */
  typeOf(part: Expression): CelType;
  /** Overloads that a call may turn out to be, and its full name. */
  readonly calls: ReadonlyMap<CallExpression, ResolvedCall>;
  /** Names that stand for types: `int`, `net.IP`. */
  readonly typeNames: ReadonlyMap<IdentExpression | SelectExpression, string>;
  /** Chains of selections that are names of variables: `authorizer.requestResource`. */
  readonly qualifiedVariables: ReadonlyMap<SelectExpression, string>;
  /** Names of variables that the expression refers to. */
  readonly usedVariables: ReadonlySet<string>;
}

export interface ResolvedCall {
  /** Full name: `optional.of` even though it is written as a call on `optional`. */
  readonly name: string;
  readonly args: readonly Expression[];
  readonly overloads: readonly Overload[];
}
