import type { KubeObject } from '@flux19/objects';
import type { Store } from '../../store/store.ts';

/** The class that is marked as the default; the newest where several are. `resource` is group and plural. */
export function newestDefault(store: Store, resource: string, annotations: readonly string[]): KubeObject | undefined {
  return store
    .collection(resource)
    .all()
    .map(({ object }) => object)
    .filter(({ metadata }) => annotations.some((name) => metadata.annotations?.[name] === 'true'))
    .toSorted(newestFirst)[0];
}

function newestFirst(a: KubeObject, b: KubeObject): number {
  const [created, other] = [a, b].map(({ metadata }) => Date.parse(metadata.creationTimestamp ?? ''));
  return (other ?? 0) - (created ?? 0) || (a.metadata.name < b.metadata.name ? -1 : 1);
}
