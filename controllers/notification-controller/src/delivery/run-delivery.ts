import type { Clock } from '@flux19/ports';
import type { Answer, Outgoing } from '../http/outgoing-request.ts';
import type { Delivery } from '../providers/provider-type.ts';
import { SendError } from '../send/send-error.ts';
import type { Route, Sender } from '../send/sender.ts';
import type { SecretMask } from './secret-mask.ts';
import { sendPersistently } from './send-persistently.ts';

export interface DeliveryMeans {
  readonly sender: Sender;
  readonly route: Route;
  readonly clock: Clock;
  readonly mask: SecretMask;
}

/** So much of a refusal is looked at: more is never told. */
const longestRefusal = 64 * 1024;

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
    return withoutSecrets(await sendPersistently(request, means, signal), means.mask);
  } catch (thrown) {
    if (thrown instanceof SendError) return thrown;
    if (signal.aborted) return new SendError('context deadline exceeded', { cause: thrown });
    return new SendError(thrown instanceof Error ? thrown.name : 'unknown error', { cause: thrown });
  }
}

/** A refusal may quote what it was sent. Masked as a whole, as an excerpt could end in the middle of a secret. */
function withoutSecrets(answer: Answer, mask: SecretMask): Answer {
  if (answer.status < 300) return answer;
  return { ...answer, body: mask(answer.body.slice(0, longestRefusal)) };
}
