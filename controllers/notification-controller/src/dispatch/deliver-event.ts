import type { Alert, Provider } from '@flux19/api';
import { parseGoDuration } from '@flux19/expressions';
import { type Clock, withDeadline } from '@flux19/ports';
import { type FluxEvent, redactText } from '@flux19/runtime';
import { omissionOf } from '../alerts/admits.ts';
import { commitStatusName } from '../alerts/commit-status-name.ts';
import { conflictMessage, mergeMetadata } from '../alerts/merge-metadata.ts';
import { runDelivery } from '../delivery/run-delivery.ts';
import { createSecretMask, type SecretMask } from '../delivery/secret-mask.ts';
import { DeliveryError } from '../providers/delivery-error.ts';
import type { Delivery, ProviderType } from '../providers/provider-type.ts';
import { providerTypes } from '../providers/provider-types.ts';
import type { Sender } from '../send/sender.ts';
import type { ResolvedProvider } from '../settings/resolve-provider.ts';
import type { AlertReporter } from './alert-reporter.ts';
import type { ProviderMemory } from './provider-memory.ts';

/** Flux: a Provider that says nothing has 15 s. */
const defaultTimeoutMs = 15_000;
/** Reading Secrets and labels is part of taking an event, for which Flux has 15 s too. */
const readTimeoutMs = 15_000;

export interface DeliverMeans {
  readonly clock: Clock;
  readonly sender: Sender;
  readonly memory: ProviderMemory;
  readonly reporter: AlertReporter;
  /** The Provider as the cluster has it now. */
  findProvider(namespace: string, name: string): Provider | undefined;
}

interface Prepared {
  readonly delivery: Delivery;
  readonly resolved: ResolvedProvider;
}

/** Tells a Provider of one event for one Alert. What goes wrong is reported on the Alert; throws only when the signal aborts. */
export async function deliverEvent(
  event: FluxEvent,
  alert: Alert,
  means: DeliverMeans,
  signal: AbortSignal,
): Promise<void> {
  const { clock, reporter, sender } = means;
  const subject = subjectText(event);
  const provider = means.findProvider(alert.metadata.namespace ?? '', alert.spec.providerRef.name);
  let prepared: Prepared | undefined;
  try {
    prepared = await withDeadline(clock, readTimeoutMs, signal, (limited) =>
      prepare(event, alert, provider, means, limited),
    );
  } catch (thrown) {
    signal.throwIfAborted();
    const message = `failed to dispatch notification for ${subject}: ${redactText(text(thrown))}`;
    reporter.warn(alert, 'NotificationDispatchFailed', message);
    return;
  }
  if (prepared === undefined || provider === undefined) return;
  const { delivery, resolved } = prepared;
  const way = { sender, route: resolved.route, clock, mask: resolved.mask };
  try {
    await withDeadline(clock, timeoutOf(provider), signal, (limited) => runDelivery(delivery, way, limited));
  } catch (thrown) {
    signal.throwIfAborted();
    const message = `failed to send notification for ${subject}: ${resolved.mask(text(thrown))}`;
    reporter.warn(alert, 'NotificationDispatchFailed', message);
  }
}

/** What is to be sent; undefined when the Provider is not told of the event. */
async function prepare(
  event: FluxEvent,
  alert: Alert,
  provider: Provider | undefined,
  { memory, clock, reporter }: DeliverMeans,
  signal: AbortSignal,
): Promise<Prepared | undefined> {
  const { name } = alert.spec.providerRef;
  if (provider === undefined) {
    throw new DeliveryError(`failed to read provider: Provider.notification.toolkit.fluxcd.io "${name}" not found`);
  }
  if (provider.spec.suspend === true) return undefined;
  const type = providerTypes.get(provider.spec.type);
  const words = `failed to initialize notifier for provider '${name}'`;
  if (type === undefined) {
    throw new DeliveryError(`${words}: failed to initialize notifier: provider ${provider.spec.type} not supported`);
  }
  const omission = omissionOf(event, type);
  if (omission !== undefined) {
    reporter.note(alert, `event dropped: ${omission}`);
    return undefined;
  }
  refuseServiceAccount(provider);
  const merged = mergeMetadata(event, alert);
  if (Object.keys(merged.conflicts).length > 0) {
    reporter.warn(alert, 'MetadataAppendFailed', conflictMessage, merged.conflicts);
  }
  const commitStatus = type.role === 'commitStatus' ? commitStatusName(merged.event, alert, provider) : '';
  const resolved = await resolve(provider, type, memory, words, signal);
  const { namespace = '', uid = '' } = alert.metadata;
  const notification = {
    event: merged.event,
    alert: { name: alert.metadata.name, namespace, uid },
    nowMs: clock.now(),
  };
  const open = masked(resolved.mask, `${words}: failed to initialize notifier`, () =>
    type.open({ ...resolved.settings, commitStatus }),
  );
  return { delivery: open(notification), resolved };
}

async function resolve(
  provider: Provider,
  type: ProviderType,
  memory: ProviderMemory,
  words: string,
  signal: AbortSignal,
): Promise<ResolvedProvider> {
  try {
    return await memory.resolve(provider, type, signal);
  } catch (thrown) {
    throw new DeliveryError(`${words}: ${text(thrown)}`, { cause: thrown });
  }
}

function masked<Value>(mask: SecretMask, words: string, compute: () => Value): Value {
  try {
    return compute();
  } catch (thrown) {
    throw new DeliveryError(`${words}: ${mask(text(thrown))}`, { cause: thrown });
  }
}

/** Flux: only where a feature gate is on. */
function refuseServiceAccount({ spec }: Provider): void {
  if ((spec.serviceAccountName ?? '') === '') return;
  throw new DeliveryError(
    'to use spec.serviceAccountName for provider authentication please enable the ObjectLevelWorkloadIdentity feature gate in the controller',
  );
}

function timeoutOf({ spec }: Provider): number {
  if (spec.timeout === undefined) return defaultTimeoutMs;
  try {
    return parseGoDuration(spec.timeout);
  } catch {
    // The schema keeps durations right; one that got past it must not hold anything up.
    return defaultTimeoutMs;
  }
}

/** `Kustomization/flux-system/apps`. */
export function subjectText({ involvedObject }: FluxEvent): string {
  const { kind, namespace = '', name } = involvedObject;
  return `${kind}/${namespace}/${name}`;
}

const looksOnly = createSecretMask([]);

function text(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : looksOnly(String(thrown));
}
