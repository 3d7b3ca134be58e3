import type { Clock } from '@flux19/ports';
import { badRequest } from '../../errors/api-errors.ts';
import type { WebhookAnswer, WebhookCall, WebhookClient } from '../../server/webhook-client.ts';
import type { Attributes } from '../matching/attributes.ts';
import { readVerdict, reviewBody, type Verdict } from './review.ts';
import type { Webhook } from './webhook.ts';
import { webhookAddress } from './webhook-address.ts';
import { WebhookFault } from './webhook-errors.ts';

export interface WebhookPorts {
  readonly client: WebhookClient | undefined;
  readonly clock: Clock;
  readonly newUid: () => string;
}

/** Asks a webhook about a write. Rejects with {@link WebhookFault}, and with StatusError 400 for a dry run that it cannot take. */
export async function askWebhook(
  webhook: Webhook,
  attributes: Attributes,
  mayPatch: boolean,
  ports: WebhookPorts,
): Promise<Verdict> {
  if (attributes.request.dryRun && !webhook.isDryRunSafe) {
    throw badRequest(`admission webhook ${JSON.stringify(webhook.name)} does not support dry run`);
  }
  const { reviewVersion: version, timeoutSeconds } = webhook;
  if (version === undefined) {
    const why = 'webhook does not accept known AdmissionReview versions (v1, v1beta1)';
    throw new WebhookFault(`could not create admission objects: ${why}`);
  }
  const uid = ports.newUid();
  const address = webhookAddress(webhook.clientConfig, timeoutSeconds);
  const answer = await post({ ...address, body: reviewBody(uid, version, attributes) }, timeoutSeconds, ports);
  return readVerdict(answer.body, { uid, version, mayPatch });
}

const milliseconds = 1000;

/** Calls a webhook of whatever kind. Rejects with {@link WebhookFault} unless the answer says that all is well. */
async function post(
  call: Omit<WebhookCall, 'signal'>,
  timeoutSeconds: number,
  { client, clock }: Pick<WebhookPorts, 'client' | 'clock'>,
): Promise<WebhookAnswer> {
  const failed = (why: string): WebhookFault => new WebhookFault(`failed to call webhook: ${why}`);
  const target = `Post ${JSON.stringify(call.url)}`;
  if (client === undefined) throw failed(`${target}: webhooks cannot be called from here`);
  const timeout = new AbortController();
  const over = new AbortController();
  void clock.sleep(timeoutSeconds * milliseconds, over.signal).then(
    () => timeout.abort(new Error('context deadline exceeded')),
    () => undefined,
  );
  try {
    const answer = await client({ ...call, signal: timeout.signal });
    if (answer.status === 200) return answer;
    throw failed(httpFailure(answer));
  } catch (thrown) {
    if (thrown instanceof WebhookFault) throw thrown;
    const why = timeout.signal.aborted ? 'context deadline exceeded' : messageOf(thrown);
    throw failed(`${target}: ${why}`);
  } finally {
    over.abort();
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** How Kubernetes' client words an answer that is no success. */
function httpFailure({ status, body }: WebhookAnswer): string {
  if (status === 404) return 'the server could not find the requested resource';
  if (status === 405) return 'the server does not allow this method on the requested resource';
  if (status === 503) return 'the server is currently unable to handle the request';
  if (status >= 500)
    return `an error on the server (${JSON.stringify(body.trim() || 'unknown')}) has prevented the request from succeeding`;
  return `the server rejected our request for an unknown reason`;
}
