import { computeStatus, objectReference, parseApiVersion } from '@flux19/objects';
import { isJob } from '../plan/object-kinds.ts';
import { expressionHealth, HealthExpressionError } from './expression-health.ts';
import { jobHealth } from './job-health.ts';
import type { HealthCheckExpression, HealthEvaluator } from './object-health.ts';

/** kstatus, Flux's stricter rule for Jobs, and the expressions, which come first. Throws {@link HealthExpressionError}. */
export function createHealthEvaluator(expressions: readonly HealthCheckExpression[]): HealthEvaluator {
  const custom = new Map<string, HealthEvaluator>();
  for (const [index, check] of expressions.entries()) {
    const { group } = parseApiVersion(check.apiVersion);
    const key = `${check.kind ?? ''}.${group}`;
    const where = `healthchecks[${index}]`;
    if (custom.has(key))
      throw new HealthExpressionError(`duplicate custom health check for GroupKind ${key} at ${where}`);
    custom.set(key, expressionHealth(check, where));
  }
  return (object) => {
    const { group, kind } = objectReference(object);
    // Flux asks its reader of Jobs before the expressions.
    if (isJob(object)) return jobHealth(object);
    const evaluate = custom.get(`${kind}.${group}`) ?? custom.get(`.${group}`) ?? computeStatus;
    return evaluate(object);
  };
}
