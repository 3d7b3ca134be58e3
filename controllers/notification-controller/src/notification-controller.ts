import { groups, type Provider } from '@flux19/api';
import type { KubeClient, ObjectCache, SharedCaches } from '@flux19/kube';
import type { Clock, Handler } from '@flux19/ports';
import {
  type ControllerDefinition,
  createEventRecorder,
  type FluxEvent,
  type Logger,
  type Metrics,
} from '@flux19/runtime';
import { AlertIndex } from './alerts/alert-index.ts';
import { fieldManager, finalizerDefinition, receiverDefinition } from './definitions.ts';
import { AlertReporter } from './dispatch/alert-reporter.ts';
import { EventRouter } from './dispatch/event-router.ts';
import { ProviderMemory } from './dispatch/provider-memory.ts';
import { withHttpMetrics } from './http/http-metrics.ts';
import { EventIntake } from './intake/event-intake.ts';
import { TokenMemory } from './providers/shared/token-memory.ts';
import { KeySets } from './receivers/oidc/key-sets.ts';
import { TokenVerifier } from './receivers/oidc/token-verifier.ts';
import { createReceiverHandler } from './receivers/receiver-handler.ts';
import { ReceiverIndex } from './receivers/receiver-index.ts';
import { createRequestTokens } from './receivers/request-tokens.ts';
import type { Sender } from './send/sender.ts';
import type { NotificationSettings } from './settings/notification-settings.ts';

export interface NotificationControllerOptions {
  readonly client: KubeClient;
  readonly caches: SharedCaches;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Host or Pod name, for the events about Alerts and Receivers. */
  readonly instance: string;
  readonly settings: NotificationSettings;
  /** How requests leave the process: `createSender()` for the network. */
  readonly sender: Sender;
  /** Receivers reconciled at the same time: `--concurrent`. */
  readonly concurrency?: number;
}

export interface NotificationController {
  /** Receiver, Alert and Provider. */
  readonly definitions: readonly ControllerDefinition[];
  /** Takes events of other processes: POST /. Port 9090 of Flux. */
  readonly intake: Handler;
  /** Takes webhooks: POST /hook/<digest>. Port 9292 of Flux. */
  readonly receivers: Handler;
  /** Takes events of this process; neither throws nor waits. */
  notify(event: FluxEvent): void;
  /** Resolves when everything taken so far was delivered or given up, and what is to be said about it was written. */
  flush(signal: AbortSignal): Promise<void>;
}

/**
 * The controller that sends events out and lets webhooks in. Resolves when the caches it reads from are full, so that no event is
 * missed from then on.
 */
export async function createNotificationController(
  options: NotificationControllerOptions,
  signal: AbortSignal,
): Promise<NotificationController> {
  const { client, caches, clock, metrics, sender, settings } = options;
  const log = options.log.with({ controller: fieldManager });
  const acquire = async (version: string, kind: string): Promise<ObjectCache> => {
    const { cache } = await caches.acquire({ apiVersion: `${groups.notification}/${version}`, kind }, {}, signal);
    await cache.ready(signal);
    return cache;
  };
  const [alerts, providers, receivers] = await Promise.all([
    acquire('v1beta3', 'Alert'),
    acquire('v1beta3', 'Provider'),
    acquire('v1', 'Receiver'),
  ]);
  // Events about Alerts and Receivers stay in the cluster: sent on, a failing Provider would tell itself of its failures.
  const recorder = createEventRecorder({ client, controller: fieldManager, instance: options.instance, log, clock });
  const router = new EventRouter({
    client,
    clock,
    log,
    sender,
    settings,
    signal,
    alerts: new AlertIndex(alerts),
    memory: new ProviderMemory({ client, clock, tokens: new TokenMemory() }),
    reporter: new AlertReporter(recorder, log),
    findProvider: (namespace, name) => providers.get(namespace, name) as Provider | undefined,
  });
  const intake = new EventIntake({ ...settings, clock, log, route: router.route });
  const handler = createReceiverHandler({
    ...settings,
    client,
    clock,
    log,
    signal,
    receivers: new ReceiverIndex(receivers),
    tokens: new TokenVerifier(new KeySets({ sender, clock }), clock),
    nextToken: createRequestTokens(clock),
  });
  const means = { client, recorder, clock, fieldManager };
  return {
    definitions: [
      receiverDefinition(means, options.concurrency),
      finalizerDefinition('Alert', means),
      finalizerDefinition('Provider', means),
    ],
    intake: withHttpMetrics(intake.handler, 'gotk_event', '/', metrics, clock),
    receivers: withHttpMetrics(handler, 'gotk_receiver', '/hook/', metrics, clock),
    notify(event) {
      try {
        intake.take(event);
      } catch (thrown) {
        log.error('failed to take an event', thrown);
      }
    },
    async flush(limit) {
      await router.idle(limit);
      await recorder.flush(limit);
    },
  };
}
