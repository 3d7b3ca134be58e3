import type { OidcProvider } from '@flux19/api';
import type { JsonObject, JsonValue } from '@flux19/objects';
import { ExpressionError } from '../../cel/expression-error.ts';
import { compileFluxExpression, type FluxExpression } from '../../cel/flux-expression.ts';
import { WebhookError } from '../receiver-type.ts';

/** The variables and validations of an issuer, compiled. */
export interface OidcRules {
  /** Throws {@link WebhookError} with the messages of the validations that failed. */
  check(claims: JsonObject): void;
}

const variables = ['claims', 'vars'];

/** Compiles them. Throws {@link ExpressionError}. */
export function compileOidcProvider(provider: OidcProvider): OidcRules {
  const named = (provider.variables ?? []).map(({ name, expression }) => ({
    name,
    expression: compile(expression, `variable ${JSON.stringify(name)}`),
  }));
  const validations = (provider.validations ?? []).map(({ message, expression }) => ({
    message,
    expression: compile(expression, `validation ${JSON.stringify(message)}`, 'bool'),
  }));
  return {
    check(claims) {
      const vars = new Map<string, JsonValue>();
      const bindings = (): Readonly<Record<string, unknown>> => ({ claims, vars: Object.fromEntries(vars) });
      for (const { name, expression } of named) {
        vars.set(name, evaluate(expression, bindings(), `failed to evaluate variable ${JSON.stringify(name)}`));
      }
      const failed = validations.filter(
        ({ expression }) => evaluate(expression, bindings(), 'failed to evaluate validation') !== true,
      );
      if (failed.length === 0) return;
      throw new WebhookError(`token validation failed: ${failed.map(({ message }) => message).join('; ')}`);
    },
  };
}

function compile(source: string, what: string, output?: 'bool'): FluxExpression {
  try {
    return compileFluxExpression(source, variables, output);
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown;
    throw new ExpressionError(`invalid expression for ${what}: ${thrown.message}`, { cause: thrown });
  }
}

function evaluate(expression: FluxExpression, bindings: Readonly<Record<string, unknown>>, words: string): JsonValue {
  try {
    return expression.evaluate(bindings);
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown;
    throw new WebhookError(`${words}: ${thrown.message}`, { cause: thrown });
  }
}
