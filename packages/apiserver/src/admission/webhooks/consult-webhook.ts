import type { Attributes } from '../matching/attributes.ts';
import { askWebhook, type WebhookPorts } from './ask-webhook.ts';
import type { Verdict } from './review.ts';
import type { Webhook } from './webhook.ts';
import { deniedByWebhook, failedClosed, WebhookFault } from './webhook-errors.ts';

/**
 * Asks a webhook and heeds what it says. Resolves with undefined when it could not be asked and need not agree; rejects with StatusError
 * when it refuses the write, or could not be asked and has to agree.
 */
export async function consultWebhook(
  webhook: Webhook,
  attributes: Attributes,
  mayPatch: boolean,
  ports: WebhookPorts,
): Promise<Verdict | undefined> {
  try {
    const verdict = await askWebhook(webhook, attributes, mayPatch, ports);
    if (!verdict.allowed) throw deniedByWebhook(webhook.name, verdict.result);
    return verdict;
  } catch (thrown) {
    if (!(thrown instanceof WebhookFault)) throw thrown;
    if (webhook.failurePolicy === 'Ignore') return undefined;
    throw failedClosed(webhook.name, thrown);
  }
}
