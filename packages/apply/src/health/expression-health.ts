import { CelError, type CelProgram, compileCel, dynType } from '@flux19/cel';
import { isJsonObject, type KubeObject, type Status } from '@flux19/objects';
import type { Health, HealthCheckExpression } from './object-health.ts';

/** An expression that does not compile: the Kustomization is stalled. */
export class HealthExpressionError extends Error {
  override readonly name = 'HealthExpressionError';
}

interface Rule {
  readonly status: Status;
  readonly source: string;
}

/**
 * Health by expressions over the fields of an object, in the order of Flux's RFC 0009. Throws {@link HealthExpressionError} for an
 * expression that is no CEL; `where` names it.
 */
export function expressionHealth(check: HealthCheckExpression, where: string): (object: KubeObject) => Health {
  const rules: Rule[] = [];
  if (check.inProgress) rules.push({ status: 'InProgress', source: check.inProgress });
  if (check.failed) rules.push({ status: 'Failed', source: check.failed });
  if (!check.current)
    throw new HealthExpressionError(
      `failed to create custom status evaluator for ${where}: expression Current not specified`,
    );
  rules.push({ status: 'Current', source: check.current });
  for (const rule of rules) refuseSyntax(rule, where);
  const programs = new Map<string, CelProgram>();
  return (object) => {
    if (isBehind(object))
      return { status: 'InProgress', message: 'status.observedGeneration is not the current generation' };
    try {
      const met = rules.find(({ source }) => evaluate(source, object, programs));
      return { status: met?.status ?? 'InProgress', message: '' };
    } catch (thrown) {
      if (!(thrown instanceof CelError)) throw thrown;
      return { status: 'Unknown', message: thrown.message, error: thrown.message };
    }
  };
}

/** Variables are the fields of an object, which only the object knows: what they are is found out when it is there. */
function refuseSyntax({ status, source }: Rule, where: string): void {
  try {
    compileCel(source, { variables: {} });
  } catch (thrown) {
    if (!(thrown instanceof CelError)) throw thrown;
    if (thrown.failure !== 'syntax') return;
    const message = `failed to parse the expression ${status}: failed to parse the CEL expression '${source}': ${thrown.message}`;
    throw new HealthExpressionError(`failed to create custom status evaluator for ${where}: ${message}`, {
      cause: thrown,
    });
  }
}

function evaluate(source: string, object: KubeObject, programs: Map<string, CelProgram>): boolean {
  const fields = Object.keys(object).toSorted();
  const key = `${fields.join(',')}|${source}`;
  const program =
    programs.get(key) ?? compileCel(source, { variables: Object.fromEntries(fields.map((field) => [field, dynType])) });
  programs.set(key, program);
  const result = program.evaluate(object);
  if (typeof result === 'boolean') return result;
  throw new CelError('runtime', `failed to evaluate CEL expression as boolean: '${source}'`);
}

function isBehind(object: KubeObject): boolean {
  const status = object['status'];
  const observed = isJsonObject(status) ? status['observedGeneration'] : undefined;
  const { generation } = object.metadata;
  return typeof observed === 'number' && generation !== undefined && observed !== generation;
}
