// https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#variable-composition
import { CelMap, type CelType, Fault, type Value } from '@flux19/cel';
import type { JsonObject } from '@flux19/objects';
import { textField } from '../../json/fields.ts';
import type { Budget } from './budget.ts';
import { type CompiledExpression, compileExpression } from './compile-expression.ts';
import type { VariableChoice } from './variable-types.ts';

const dyn: CelType = { kind: 'dyn' };

/** The variables that a policy defines, in their order. */
export interface ComposedVariables {
  readonly expressions: ReadonlyMap<string, CompiledExpression>;
  readonly types: ReadonlyMap<string, CelType>;
}

/** Compiles the variables of a policy; each may use those before it. */
export function composeVariables(
  definitions: readonly JsonObject[],
  choice: Omit<VariableChoice, 'composed'>,
): ComposedVariables {
  const expressions = new Map<string, CompiledExpression>();
  const types = new Map<string, CelType>();
  for (const definition of definitions) {
    const name = textField(definition, 'name');
    const composed = new Map(types);
    const expression = compileExpression(textField(definition, 'expression'), { ...choice, composed }, []);
    expressions.set(name, expression);
    types.set(name, expression.program?.resultType ?? dyn);
  }
  return { expressions, types };
}

/** Composed variables of one write: each is computed when it is first asked for. */
export class LazyVariables extends CelMap {
  readonly #variables: ComposedVariables;
  readonly #bindings: ReadonlyMap<string, Value>;
  readonly #budget: Budget;
  readonly #known = new Map<string, Value>();

  /** `bindings` may come to hold these variables, too. */
  constructor(variables: ComposedVariables, bindings: ReadonlyMap<string, Value>, budget: Budget) {
    super();
    this.#variables = variables;
    this.#bindings = bindings;
    this.#budget = budget;
  }

  override get size(): number {
    return this.#variables.expressions.size;
  }

  override find(key: Value): Value | undefined {
    if (typeof key !== 'string') return undefined;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const expression = this.#variables.expressions.get(key);
    if (expression === undefined) return undefined;
    const value = this.#compute(key, expression);
    this.#known.set(key, value);
    return value;
  }

  override keys(): Iterable<Value> {
    return this.#variables.expressions.keys();
  }

  #compute(name: string, { program, error }: CompiledExpression): Value {
    if (program === undefined)
      return new Fault(`composited variable ${JSON.stringify(name)} fails to compile: ${error}`);
    const { value, cost } = program.run(this.#bindings);
    this.#budget.spend(cost);
    if (!(value instanceof Fault)) return value;
    return new Fault(`composited variable ${JSON.stringify(name)} fails to evaluate: ${value.message}`);
  }
}
