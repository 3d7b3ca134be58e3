import type { JsonValue } from '@flux19/objects';
import { CelError } from './cel-error.ts';
import type { CelType } from './cel-type.ts';
import { checkExpression } from './check/check-expression.ts';
import { checkLiterals } from './check/check-literals.ts';
import { anyVariables, type StructTypes } from './check/environment.ts';
import { estimateCost, type SizeLookup } from './cost/estimate-cost.ts';
import { fromJson } from './json/from-json.ts';
import { toJson } from './json/to-json.ts';
import { allFunctions, kubernetesFunctions, mutationFunctions } from './library/function-table.ts';
import { Frame } from './plan/frame.ts';
import { planExpression } from './plan/plan-expression.ts';
import { parseExpression } from './syntax/parse-expression.ts';
import { Fault } from './values/fault.ts';
import type { Value } from './values/value.ts';
import { beginWork, CostExceeded } from './values/work.ts';

/** kube-apiserver's limit for one evaluation of one rule. */
const perCallLimit = 1_000_000;

const libraries = { kubernetes: kubernetesFunctions, mutation: mutationFunctions, all: allFunctions };

export interface CelCompileOptions {
  /**
   * Variables and their types; `dyn` accepts any JSON. An identifier not declared here is a compile error.
   * `any`: every name is a variable, and a missing one is an error of the evaluation (what cel-go does without its check).
   */
  readonly variables: Readonly<Record<string, CelType>> | 'any';
  /**
   * `kubernetes`: what kube-apiserver offers to rules. `mutation`: what it offers to policies that change objects.
   * `all`: its functions and cel-go's math and base64. Default: all.
   */
  readonly library?: 'kubernetes' | 'mutation' | 'all';
  /** Types that message literals (`Type{field: value}`) make. There are none by default. */
  readonly structs?: StructTypes;
}

export interface CelEvaluateOptions {
  /** Upper bound of work, in cel-go's units. Default: kube-apiserver's limit of one million for one rule. */
  readonly costLimit?: number;
}

/** What an evaluation gave and what it cost. */
export interface CelOutcome {
  /** A {@link Fault} when the evaluation failed or cost too much. */
  readonly value: Value;
  /** In cel-go's units. */
  readonly cost: number;
  readonly isCostExceeded: boolean;
}

/** A compiled expression. Safe to keep and to evaluate any number of times. */
export interface CelProgram {
  /** Static type of the result, `dyn` when not known. */
  readonly resultType: CelType;
  /** Names of declared variables that the expression refers to. */
  readonly usedVariables: ReadonlySet<string>;
  /**
   * Evaluates with plain JSON bindings (integral numbers are ints) and gives plain JSON back: ints as number (bigint beyond
   * 2^53), durations and timestamps as text. Throws {@link CelError}.
   */
  evaluate(bindings: Readonly<Record<string, unknown>>, options?: CelEvaluateOptions): JsonValue;
  /** Evaluates with values. Never throws: a failure is the value of the outcome. */
  run(bindings: ReadonlyMap<string, Value>, options?: CelEvaluateOptions): CelOutcome;
  /** The most that an evaluation may cost given the largest sizes of its variables, in cel-go's units; 2^64 if unbounded. */
  estimateCost(sizeAt: SizeLookup): number;
}

/** Compiles an expression. Throws {@link CelError} of failure `syntax`, `type` or `plan` with cel-go's text. */
export function compileCel(source: string, options: CelCompileOptions): CelProgram {
  const functions = libraries[options.library ?? 'all'];
  const variables = options.variables === 'any' ? anyVariables : new Map(Object.entries(options.variables));
  const environment = { functions, variables, structs: options.structs ?? (() => undefined) };
  const checked = checkExpression(source, parseExpression(source), environment);
  checkLiterals(source, checked);
  const plan = planExpression(checked);

  function run(
    bindings: ReadonlyMap<string, Value>,
    { costLimit = perCallLimit }: CelEvaluateOptions = {},
  ): CelOutcome {
    const frame = new Frame(bindings, plan.slots, costLimit);
    beginWork();
    const value = bounded(() => plan.evaluate(frame));
    if (value !== undefined) return { value, cost: frame.cost, isCostExceeded: false };
    return { value: new Fault(new CostExceeded().message), cost: frame.cost, isCostExceeded: true };
  }

  return {
    resultType: checked.typeOf(checked.root),
    usedVariables: checked.usedVariables,
    run,
    estimateCost: (sizeAt) => estimateCost(checked, sizeAt),
    evaluate: (bindings, limits) => {
      const values = new Map(Object.entries(bindings).map(([name, value]) => [name, fromJson(value)]));
      const { value, isCostExceeded } = run(values, limits);
      if (value instanceof Fault) throw new CelError(isCostExceeded ? 'cost' : 'runtime', value.message);
      const json = bounded(() => toJson(value));
      if (json === undefined) throw new CelError('cost', new CostExceeded().message);
      return json;
    },
  };
}

/** Undefined when the computation is too much work. Values too deep to walk or too long to hold are, too. */
function bounded<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (thrown) {
    if (thrown instanceof CostExceeded || thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}
