import { CelError, type CelProgram, type CelType, compileCel, dynType } from '@flux19/cel';
import type { JsonValue } from '@flux19/objects';
import { ExpressionError } from './expression-error.ts';

/** An expression that Flux evaluates, with Flux's texts. */
export interface FluxExpression {
  /** Names of the variables that it refers to. */
  readonly usedVariables: ReadonlySet<string>;
  /** Throws {@link ExpressionError}. */
  evaluate(bindings: Readonly<Record<string, unknown>>): JsonValue;
}

/** Every variable is a map with keys of text, as Flux declares them. */
const structType: CelType = { kind: 'map', key: { kind: 'string' }, value: dynType };

/** Compiles an expression; `output` is what it has to give. Throws {@link ExpressionError}. */
export function compileFluxExpression(
  source: string,
  variables: readonly string[],
  output?: 'bool' | 'string',
): FluxExpression {
  const program = compile(source, variables);
  const given = program.resultType.kind;
  if (output !== undefined && given !== output) {
    throw new ExpressionError(`CEL expression output type mismatch: expected ${output}, got ${given}`);
  }
  return {
    usedVariables: program.usedVariables,
    evaluate: (bindings) =>
      inWords(`failed to evaluate the CEL expression '${source}'`, () => program.evaluate(bindings)),
  };
}

function compile(source: string, variables: readonly string[]): CelProgram {
  const types = Object.fromEntries(variables.map((name) => [name, structType]));
  return inWords(`failed to parse the CEL expression '${source}'`, () => compileCel(source, { variables: types }));
}

function inWords<Value>(words: string, compute: () => Value): Value {
  try {
    return compute();
  } catch (thrown) {
    if (!(thrown instanceof CelError)) throw thrown;
    throw new ExpressionError(`${words}: ${thrown.message}`, { cause: thrown });
  }
}
