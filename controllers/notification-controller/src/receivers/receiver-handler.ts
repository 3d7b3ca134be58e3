import type { Receiver } from '@flux19/api';
import type { KubeClient } from '@flux19/kube';
import { type Clock, type Handler, withDeadline } from '@flux19/ports';
import { conditionsOf, isConditionTrue, type Logger } from '@flux19/runtime';
import { readBody } from '../http/read-body.ts';
import { readSecret, SecretError } from '../settings/read-secret.ts';
import type { ReceiverIndex } from './receiver-index.ts';
import { type VerifiedCall, type VerifyMeans, type WebhookCall, WebhookError } from './receiver-type.ts';
import { type RequestMeans, requestReconciliation } from './request-reconciliation.ts';
import { resourceFilters } from './resource-filter.ts';
import { receiverTypes } from './types/receiver-types.ts';

export interface ReceiverHandlerOptions extends RequestMeans, VerifyMeans {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly receivers: ReceiverIndex;
  readonly bodyTimeoutMs: number;
  /** Ends everything under way. */
  readonly signal: AbortSignal;
}

/** What a call may take once its body is read. */
const workTimeoutMs = 30_000;

/**
 * POST /hook/<digest>: 200 annotated, 400 not what it claims to be, 404 no such webhook, 405, 408 body too slow, 413 too long,
 * 500 an object could not be annotated, 503 suspended or not ready. Answers have no body.
 */
export function createReceiverHandler(options: ReceiverHandlerOptions): Handler {
  return async (request) => {
    const log = options.log.with({ handler: 'receiver' });
    try {
      return new Response(null, { status: await handle(request, options, log) });
    } catch (thrown) {
      log.error('unable to handle a webhook', thrown);
      return new Response(null, { status: 500 });
    }
  };
}

async function handle(request: Request, options: ReceiverHandlerOptions, log: Logger): Promise<number> {
  const receiver = options.receivers.at(new URL(request.url).pathname);
  if (receiver === undefined) return 404;
  if (request.method !== 'POST') return 405;
  const { name, namespace } = receiver.metadata;
  const own = log.with({ 'reconciler kind': 'Receiver', name, namespace });
  if (receiver.spec.suspend === true || !isConditionTrue(conditionsOf(receiver), 'Ready')) {
    const why = receiver.spec.suspend === true ? 'receiver is suspended' : 'receiver is not ready';
    own.error(why, new Error('unable to process request'));
    return 503;
  }
  const body = await readBody(request, options.clock, options.bodyTimeoutMs);
  if (body.kind === 'refused') {
    own.info(body.why);
    return body.status;
  }
  return withDeadline(options.clock, workTimeoutMs, options.signal, (signal) =>
    serve(receiver, request.headers, body.bytes, { ...options, log: own }, signal),
  );
}

async function serve(
  receiver: Receiver,
  headers: Headers,
  body: Buffer,
  options: ReceiverHandlerOptions,
  signal: AbortSignal,
): Promise<number> {
  try {
    const call = await verify(receiver, headers, body, options, signal);
    options.log.info(`handling ${call.about.slice(0, 300)}`);
    return await notifyAll(receiver, headers, call, options, signal);
  } catch (thrown) {
    if (!(thrown instanceof WebhookError || thrown instanceof SecretError)) throw thrown;
    options.log.error('unable to validate payload', thrown);
    return 400;
  }
}

async function verify(
  receiver: Receiver,
  headers: Headers,
  body: Buffer,
  options: ReceiverHandlerOptions,
  signal: AbortSignal,
): Promise<VerifiedCall> {
  const type = receiverTypes.get(receiver.spec.type);
  if (type === undefined) throw new WebhookError(`receiver type ${JSON.stringify(receiver.spec.type)} not supported`);
  const call: WebhookCall = { headers, body, receiver, ...(await credentials(receiver, options.client, signal)) };
  return type.verify(call, options, signal);
}

async function credentials(
  { spec, metadata }: Receiver,
  client: KubeClient,
  signal: AbortSignal,
): Promise<Pick<WebhookCall, 'secret' | 'token'>> {
  if (spec.secretRef === undefined) return { secret: new Map(), token: '' };
  const { values, label } = await readSecret(client, metadata.namespace ?? '', spec.secretRef.name, signal);
  const token = values.get('token');
  if (token === undefined) throw new SecretError(`invalid "${label}" secret data: required field 'token'`);
  return { secret: values, token };
}

/** One object that fails keeps none of the others from being asked. */
async function notifyAll(
  receiver: Receiver,
  headers: Headers,
  call: VerifiedCall,
  options: ReceiverHandlerOptions,
  signal: AbortSignal,
): Promise<number> {
  let status = 200;
  for (const [resource, accepts] of resourceFilters(receiver, call, headers)) {
    try {
      await requestReconciliation(resource, receiver, accepts, options, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      options.log.error('unable to request reconciliation', thrown, { resource });
      status = thrown instanceof WebhookError ? Math.max(status, 400) : 500;
    }
  }
  return status;
}
