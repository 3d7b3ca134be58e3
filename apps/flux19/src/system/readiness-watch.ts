import { type KubeClient, ObjectCache } from '@flux19/kube';
import type { Clock } from '@flux19/ports';
import { fluxKindNamed } from '../kinds/flux-kinds.ts';
import type { Progress } from '../program/terminal.ts';
import { ReadinessTeller } from './readiness-teller.ts';

/** The kinds whose readiness is told, in the order in which they depend on each other. */
const watchedKinds = ['GitRepository', 'Kustomization'] as const;

/** Tells, line by line, which objects of Flux become ready and which do not, and why; until the signal aborts. */
export async function tellReadiness(
  client: KubeClient,
  clock: Clock,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const teller = new ReadinessTeller(clock, progress, signal);
  const runs = watchedKinds.map((kind) => {
    const { apiVersion = '' } = fluxKindNamed(kind) ?? {};
    const cache = new ObjectCache({ client, clock, resource: { apiVersion, kind } });
    cache.onChange(({ type, object }) => {
      if (type === 'DELETED') teller.forget(object);
      else teller.see(object);
    });
    return cache.run(signal);
  });
  await Promise.all(runs);
}
