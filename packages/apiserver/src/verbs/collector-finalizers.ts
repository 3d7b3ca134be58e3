import type { KubeObject } from '@flux19/objects';
import type { DeleteOptions } from './delete-options.ts';

const orphan = 'orphan';
const foreground = 'foregroundDeletion';

/**
 * The finalizers that an object has while it is deleted: its own, and the one with which the garbage collector is asked to
 * orphan or to delete its dependants first. https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
export function collectorFinalizers(
  object: KubeObject,
  options: DeleteOptions,
  isCollectable: boolean,
  orphansByDefault: boolean,
): readonly string[] {
  const finalizers = object.metadata.finalizers ?? [];
  const own = finalizers.filter((name) => name !== orphan && name !== foreground);
  if (!isCollectable) return own;
  const wanted = wantedFinalizer(finalizers, options, orphansByDefault);
  return wanted === undefined ? own : [...own, wanted];
}

/** What the request says goes before what the object says. */
function wantedFinalizer(
  finalizers: readonly string[],
  options: DeleteOptions,
  orphansByDefault: boolean,
): string | undefined {
  if (options.orphanDependents !== undefined) return options.orphanDependents ? orphan : undefined;
  switch (options.propagationPolicy) {
    case 'Orphan':
      return orphan;
    case 'Foreground':
      return foreground;
    case 'Background':
      return undefined;
    default:
      return (
        finalizers.find((name) => name === orphan || name === foreground) ?? (orphansByDefault ? orphan : undefined)
      );
  }
}
