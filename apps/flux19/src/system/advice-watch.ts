import { type KubeClient, ObjectCache } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { Progress } from '../program/terminal.ts';
import type { KubeEvent } from '../verbs/events/kube-event.ts';

/** Events of Kustomizations that explain what a person wonders about. */
const reasons: ReadonlySet<string> = new Set(['DriftCorrected', 'PruningObjects']);

/** Tells what Kustomizations advise from now on, until the signal aborts. */
export async function tellAdvice(
  client: KubeClient,
  clock: Clock,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const resource = { apiVersion: 'v1', kind: 'Event' };
  const cache = new ObjectCache({ client, clock, resource, fieldSelector: 'involvedObject.kind=Kustomization' });
  const running = cache.run(signal);
  await cache.ready(signal);
  cache.onChange(({ type, object }) => {
    if (type !== 'DELETED') tell(object, progress);
  });
  await running;
}

function tell(object: KubeObject, progress: Progress): void {
  const { involvedObject, reason = '', message } = object as KubeEvent;
  if (reasons.has(reason)) {
    progress.warning(`Kustomization/${object.metadata.namespace}/${involvedObject?.name}: ${message}`);
  }
}
