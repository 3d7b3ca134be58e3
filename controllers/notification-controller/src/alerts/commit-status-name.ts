import type { Alert, Provider } from '@flux19/api';
import type { FluxEvent } from '@flux19/runtime';
import { ExpressionError } from '../cel/expression-error.ts';
import { compileFluxExpression } from '../cel/flux-expression.ts';
import { DeliveryError } from '../providers/delivery-error.ts';
import { orderedEvent } from '../providers/shared/event-json.ts';

/** Name of the commit status of an event: what `spec.commitStatusExpr` gives, or one that no other cluster has. */
export function commitStatusName(event: FluxEvent, alert: Alert, provider: Provider): string {
  const { commitStatusExpr = '' } = provider.spec;
  if (commitStatusExpr !== '') return evaluate(commitStatusExpr, event, alert, provider);
  const { kind, name } = event.involvedObject;
  const [id = ''] = (provider.metadata.uid ?? '').split('-', 1);
  return `${kind}/${name}/${id}`.toLowerCase();
}

function evaluate(source: string, event: FluxEvent, alert: Alert, provider: Provider): string {
  try {
    const expression = compile(source);
    const value = expression.evaluate({ event: orderedEvent(event), alert, provider });
    return typeof value === 'string' ? value : '';
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown;
    const message = `failed to create commit status: failed to evaluate the spec.commitStatusExpr CEL expression for the event: ${thrown.message}`;
    throw new DeliveryError(message, { cause: thrown });
  }
}

function compile(source: string): ReturnType<typeof compileFluxExpression> {
  try {
    return compileFluxExpression(source, ['event', 'alert', 'provider'], 'string');
  } catch (thrown) {
    if (!(thrown instanceof ExpressionError)) throw thrown;
    throw new ExpressionError(`failed to compile expression: ${thrown.message}`, { cause: thrown });
  }
}
