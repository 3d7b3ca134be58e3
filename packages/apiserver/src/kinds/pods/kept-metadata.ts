import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, ensureObject, objectField } from '../../json/fields.ts';

const keptFields = ['labels', 'annotations', 'finalizers', 'ownerReferences'];

/** Keeps, in place, what a write of a part of a pod does not change of its metadata. */
export function keepMetadata(pod: JsonObject, old: KubeObject): void {
  const metadata = ensureObject(pod, 'metadata');
  const before = objectField(asJson(old), 'metadata');
  for (const name of keptFields) {
    const value = before?.[name];
    if (value === undefined) delete metadata[name];
    else metadata[name] = value;
  }
}
