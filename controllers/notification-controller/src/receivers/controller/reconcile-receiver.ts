import { createHash } from 'node:crypto';
import { type Receiver, reasons } from '@flux19/api';
import { formatGoDuration, parseGoDuration } from '@flux19/expressions';
import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import {
  type EventRecorder,
  isSuspended,
  type Logger,
  ReconcileError,
  type ReconcileResult,
  writeStatus,
} from '@flux19/runtime';
import { readSecret, SecretError } from '../../settings/read-secret.ts';
import { type ReceiverOutcome, receiverStatus } from './receiver-status.ts';
import { validateReceiver } from './validate-receiver.ts';

export interface ReceiverMeans {
  readonly client: KubeClient;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  readonly fieldManager: string;
}

const defaultIntervalMs = 600_000;

/** One pass over a Receiver: its path follows from its token. Throws {@link ReconcileError} when the token can't be had. */
export async function reconcileReceiver(
  receiver: Receiver,
  means: ReceiverMeans,
  log: Logger,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  if (isSuspended(receiver)) {
    log.info('Reconciliation is suspended for this object');
    return {};
  }
  const { recorder } = means;
  const problem = validateReceiver(receiver);
  if (problem !== undefined) {
    const words = 'Reconciliation failed terminally due to configuration error';
    const message = `${words}: ${problem.message}`;
    await write(receiver, { kind: 'stalled', reason: problem.reason, message }, means, signal);
    recorder.record({ object: receiver, type: 'Warning', reason: problem.reason, message });
    log.error(words, new Error(problem.message));
    return {};
  }
  const token = await readToken(receiver, means, signal);
  const webhookPath = webhookPathOf(receiver, token);
  await write(receiver, { kind: 'ready', webhookPath }, means, signal);
  const intervalMs = intervalOf(receiver);
  const message = `Reconciliation finished, next run in ${formatGoDuration(intervalMs)}`;
  log.info(message);
  recorder.record({ object: receiver, type: 'Normal', reason: reasons.succeeded, message });
  return { requeueAfterMs: intervalMs };
}

/** `/hook/<hex sha256(token + name + namespace)>`: who does not know the token can't guess it. */
function webhookPathOf({ metadata }: Receiver, token: string): string {
  const text = `${token}${metadata.name}${metadata.namespace ?? ''}`;
  return `/hook/${createHash('sha256').update(text).digest('hex')}`;
}

/** Tokens of generic-oidc come with each call: there the path follows from the name. */
async function readToken(receiver: Receiver, means: ReceiverMeans, signal: AbortSignal): Promise<string> {
  const { secretRef } = receiver.spec;
  if (secretRef === undefined) return '';
  const namespace = receiver.metadata.namespace ?? '';
  const label = `${namespace}/${secretRef.name}`;
  try {
    const { values } = await readSecret(means.client, namespace, secretRef.name, signal);
    const token = values.get('token');
    if (token !== undefined) return token;
    throw new SecretError(`invalid '${label}' secret data: required fields 'token'`);
  } catch (thrown) {
    if (!(thrown instanceof SecretError)) throw thrown;
    const { cause } = thrown;
    const message =
      cause instanceof Error ? `unable to read token from secret '${label}' error: ${cause.message}` : thrown.message;
    await write(receiver, { kind: 'failed', reason: 'TokenNotFound', message }, means, signal);
    means.recorder.record({ object: receiver, type: 'Warning', reason: reasons.failed, message });
    throw failure('TokenNotFound', message, thrown);
  }
}

function failure(reason: string, message: string, cause: unknown): ReconcileError {
  return new ReconcileError(reason, message, { cause });
}

async function write(
  receiver: Receiver,
  outcome: ReceiverOutcome,
  { client, clock, fieldManager }: ReceiverMeans,
  signal: AbortSignal,
): Promise<void> {
  const status = receiverStatus(receiver, outcome, clock.now());
  await writeStatus({ client, object: receiver as KubeObject, status: status as never, fieldManager }, signal);
}

function intervalOf({ spec }: Receiver): number {
  if (spec.interval === undefined) return defaultIntervalMs;
  try {
    return parseGoDuration(spec.interval);
  } catch {
    // The schema keeps durations right; one that got past it must not stop its kind.
    return defaultIntervalMs;
  }
}
