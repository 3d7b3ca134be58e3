import { deepEqual, type KubeObject } from '@flux19/objects';

/** Whether applying would change anything that counts: labels, annotations, and all but metadata and status. */
export function hasDrifted(live: KubeObject, merged: KubeObject): boolean {
  return (
    !deepEqual(live.metadata.labels ?? {}, merged.metadata.labels ?? {}) ||
    !deepEqual(live.metadata.annotations ?? {}, merged.metadata.annotations ?? {}) ||
    !deepEqual(content(live), content(merged))
  );
}

/** The object without what the cluster writes into it. */
export function content(object: KubeObject): Readonly<Record<string, unknown>> {
  const { metadata, status, ...rest } = object;
  void metadata;
  void status;
  return rest;
}
