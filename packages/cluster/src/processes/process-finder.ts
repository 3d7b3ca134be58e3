import type { PodProcessFinder } from '@flux19/apiserver';
import type { PodRuntime } from './pod-runtime.ts';

/** How the API server finds the processes of Pods; what it tells users depends on whether any Pods are processes here. */
export function processFinder(runtime: PodRuntime | undefined): PodProcessFinder {
  return {
    find: (pod) => runtime?.processes(pod),
    help:
      runtime === undefined
        ? 'start "flux19 up" with --run-images and push the image to its registry to have one'
        : 'Pods are processes when all their images come from the registry of this cluster',
  };
}
