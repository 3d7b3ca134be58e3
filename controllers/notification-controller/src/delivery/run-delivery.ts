import type { Clock } from '@flux19/ports';
import type { Answer, Outgoing } from '../http/outgoing-request.ts';
import type { Delivery } from '../providers/provider-type.ts';
import { SendError } from '../send/send-error.ts';
import type { Route, Sender } from '../send/sender.ts';
import { sendPersistently } from './send-persistently.ts';

export interface DeliveryMeans {
  readonly sender: Sender;
  readonly route: Route;
  readonly clock: Clock;
}

/** Carries a delivery out, request by request. Throws what the delivery throws; when the signal aborts, that its time is over. */
export async function runDelivery(delivery: Delivery, means: DeliveryMeans, signal: AbortSignal): Promise<void> {
  let step = delivery.next();
  while (step.done !== true) {
    const outcome = await attempt(step.value, means, signal);
    step = outcome instanceof SendError ? delivery.throw(outcome) : delivery.next(outcome);
  }
}

async function attempt(request: Outgoing, means: DeliveryMeans, signal: AbortSignal): Promise<Answer | SendError> {
  try {
    return await sendPersistently(request, means, signal);
  } catch (thrown) {
    if (thrown instanceof SendError) return thrown;
    if (signal.aborted) return new SendError('context deadline exceeded', { cause: thrown });
    return new SendError(thrown instanceof Error ? thrown.name : 'unknown error', { cause: thrown });
  }
}
