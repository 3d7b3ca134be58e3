import { internalError } from '../../errors/api-errors.ts';
import type { Status } from '../../errors/status.ts';
import { StatusError } from '../../errors/status-error.ts';

/** A webhook could not be asked, or gave no answer that makes sense: its failure policy decides. */
export class WebhookFault extends Error {
  override readonly name = 'WebhookFault';
}

/** The refusal of a write because a webhook that has to agree could not be asked. */
export function failedClosed(webhook: string, { message }: WebhookFault): StatusError {
  return internalError(new Error(`failed calling webhook ${JSON.stringify(webhook)}: ${message}`));
}

/** The refusal of a write by a webhook, with what it gave as the reason. */
export function deniedByWebhook(webhook: string, result: Partial<Status> | undefined): StatusError {
  const { message = '', reason = '', code = 0, details } = result ?? {};
  const denied = `admission webhook ${JSON.stringify(webhook)} denied the request`;
  const why = message || reason;
  return new StatusError({
    code: Math.max(code, 400),
    reason,
    message: why === '' ? `${denied} without explanation` : `${denied}: ${why}`,
    ...(details === undefined ? {} : { details }),
  });
}
