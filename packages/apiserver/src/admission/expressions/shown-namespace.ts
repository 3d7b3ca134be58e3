import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson } from '../../json/fields.ts';

const shownMetadata: ReadonlySet<string> = new Set([
  'annotations',
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'finalizers',
  'generateName',
  'generation',
  'labels',
  'name',
  'namespace',
  'resourceVersion',
  'uid',
]);

/** A namespace as expressions see it: a part of its metadata, its spec and its status. */
export function shownNamespace(namespace: KubeObject): JsonObject {
  const { spec = {}, status = {} } = asJson(namespace);
  const shown = Object.entries(asJson(namespace)['metadata'] ?? {}).filter(([name]) => shownMetadata.has(name));
  return { metadata: Object.fromEntries(shown), spec, status };
}
