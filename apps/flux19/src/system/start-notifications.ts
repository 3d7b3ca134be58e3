import { hostname } from 'node:os';
import { type Listener, listen } from '@flux19/listener';
import { createNotificationController, createSender } from '@flux19/notification-controller';
import type { Handler } from '@flux19/ports';
import type { Manager, Metrics } from '@flux19/runtime';
import type { SharedParts } from './add-controllers.ts';
import type { ListenAddress } from './listen-address.ts';

/** The side of the process that tells others, and that others may tell. */
export interface RunningNotifications {
  /** Takes events of other controllers. */
  readonly events: Listener;
  /** Takes webhooks. */
  readonly receivers: Listener;
  /** Delivers what is left, for a few seconds at most, and closes the ports. */
  close(): Promise<void>;
}

/** How long the end of the process waits for messages that are on their way. */
const patienceMs = 5_000;

/** Adds the notification controller to a manager, subscribes it to the events of the process and opens its ports. */
export async function startNotifications(
  manager: Manager,
  metrics: Metrics,
  shared: SharedParts,
): Promise<RunningNotifications> {
  const { client, caches, log, clock, events, settings } = shared;
  const sender = createSender();
  // It outlives the controllers: what they say last has to be told as well.
  const stop = new AbortController();
  const controller = await createNotificationController(
    {
      client,
      caches,
      log,
      metrics,
      clock,
      instance: hostname(),
      settings: settings.notification,
      sender,
      ...(settings.concurrency === undefined ? {} : { concurrency: settings.concurrency }),
    },
    stop.signal,
  );
  for (const definition of controller.definitions) manager.add(definition);
  const unsubscribe = events.subscribe((event) => controller.notify(event));
  const onFault = (fault: unknown): void =>
    log.error('a request to the notification controller was not answered', fault);
  const open = (handler: Handler, address: ListenAddress): Promise<Listener> =>
    listen({ handler, onFault, ...address });
  const listeners = [
    await open(controller.intake, settings.eventsAddress),
    await open(controller.receivers, settings.receiverAddress),
  ] as const;
  return {
    events: listeners[0],
    receivers: listeners[1],
    async close() {
      unsubscribe();
      await Promise.all(listeners.map((listener) => listener.close()));
      await controller.flush(AbortSignal.timeout(patienceMs)).catch((fault: unknown) => {
        log.error('not every notification was delivered before the end', fault);
      });
      stop.abort(new Error('the notification controller is closing'));
      await sender.close();
    },
  };
}
