import type { KubeClient } from '@flux19/kube';
import { ObjectCache } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { readiness } from '../kinds/flux-kind.ts';
import { fluxKindNamed } from '../kinds/flux-kinds.ts';
import type { Progress } from '../program/terminal.ts';
import { hintFor } from './hints.ts';

/** The kinds whose readiness is told, in the order in which they depend on each other. */
const watchedKinds = ['GitRepository', 'Kustomization'] as const;

/** Tells, line by line, which objects of Flux become ready and which do not, and why; until the signal aborts. */
export async function tellReadiness(
  client: KubeClient,
  clock: Clock,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const told = new Map<string, string>();
  const runs = watchedKinds.map((kind) => {
    const { apiVersion = '' } = fluxKindNamed(kind) ?? {};
    const cache = new ObjectCache({ client, clock, resource: { apiVersion, kind } });
    cache.onChange(({ type, object }) => {
      if (type === 'DELETED') told.delete(`${kind}/${object.metadata.uid}`);
      else tell(object, told, progress);
    });
    return cache.run(signal);
  });
  await Promise.all(runs);
}

function tell(object: KubeObject, told: Map<string, string>, progress: Progress): void {
  const { ready, message } = readiness(object);
  const { name, namespace, uid } = object.metadata;
  const key = `${object.kind}/${uid}`;
  const text = `${object.kind}/${namespace}/${name} ${message}`;
  const isSettled = ready !== 'Unknown' && message !== 'waiting to be reconciled';
  if (!isSettled || told.get(key) === `${ready} ${text}`) return;
  told.set(key, `${ready} ${text}`);
  if (ready === 'True') progress.success(text);
  else progress.failure(text);
  const hint = hintFor(object);
  if (hint !== undefined) progress.warning(`  ${hint.cause}; next: ${hint.next}`);
}
