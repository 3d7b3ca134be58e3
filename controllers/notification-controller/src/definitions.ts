import { finalizer, groups, labels, type Receiver } from '@flux19/api';
import type { KubeObject } from '@flux19/objects';
import { type ControllerDefinition, hasFinalizer, keyOf, removeFinalizer, type WatchDefinition } from '@flux19/runtime';
import { type ReceiverMeans, reconcileReceiver } from './receivers/controller/reconcile-receiver.ts';

/** Name under which the controller writes, and component of its events. */
export const fieldManager = 'notification-controller';

/** The controller of Receivers. */
export function receiverDefinition(means: ReceiverMeans, concurrency: number | undefined): ControllerDefinition {
  return {
    name: 'receiver',
    resource: { apiVersion: `${groups.notification}/v1`, kind: 'Receiver' },
    fieldManager,
    finalizer,
    watches: [tokenWatch],
    ...(concurrency === undefined ? {} : { concurrency }),
    reconcile: (_key, signal, { object, log }) => reconcileReceiver(readReceiver(object), means, log, signal),
    finalize: async () => ({}),
  };
}

/** Alerts and Providers have nothing to reconcile any more: only the finalizer that older versions set is taken away. */
export function finalizerDefinition(
  kind: 'Alert' | 'Provider',
  { client, recorder }: ReceiverMeans,
): ControllerDefinition {
  return {
    name: kind.toLowerCase(),
    resource: { apiVersion: `${groups.notification}/v1beta3`, kind },
    fieldManager,
    isTrigger: ({ type, object }) => type === 'DELETED' || hasFinalizer(object, finalizer),
    async reconcile(_key, signal, { object, log }) {
      if (!hasFinalizer(object, finalizer)) return {};
      await removeFinalizer({ client, object, finalizer, fieldManager }, signal);
      const message = `removed finalizer from ${kind} to migrate to static ${kind}`;
      log.info(message);
      recorder.record({ object, type: 'Normal', reason: 'Migration', message });
      return {};
    },
  };
}

/** The schema lets a Receiver without a spec pass, which is one of no type. */
function readReceiver(object: KubeObject): Receiver {
  return { ...object, spec: { type: '', resources: [], ...(object as Partial<Receiver>).spec } };
}

/** Flux watches only Secrets that carry its label. */
const tokenWatch: WatchDefinition = {
  resource: { apiVersion: 'v1', kind: 'Secret' },
  selection: { labelSelector: `${labels.watch}=Enabled` },
  index(own) {
    const { spec, metadata } = readReceiver(own);
    return spec.secretRef === undefined ? [] : [`${metadata.namespace}/${spec.secretRef.name}`];
  },
  keys: ({ object }, _own, lookup) => lookup(`${object.metadata.namespace}/${object.metadata.name}`).map(keyOf),
};
