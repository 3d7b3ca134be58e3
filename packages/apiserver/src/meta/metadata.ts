import type { KubeObject, ObjectMeta } from '@flux19/objects';
import { badRequest } from '../errors/api-errors.ts';
import type { ServedResource } from '../registry/served-resource.ts';

/** Fields that only the server sets. */
const systemFields = [
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
] as const;

/** Drops from a new object what only the server may set. */
export function wipeSystemFields(object: KubeObject): void {
  const metadata = object.metadata as ObjectMeta & { selfLink?: string };
  for (const name of systemFields) delete metadata[name];
}

/** Sets the object's namespace to the one of the path. Throws StatusError 400 when it names another. */
export function ensureNamespace(object: KubeObject, resource: ServedResource, requestNamespace: string): void {
  const expected = resource.namespaced ? requestNamespace : '';
  const { metadata } = object;
  if (expected === '') {
    // A cluster-scoped object has no namespace, whatever the client says.
    delete metadata.namespace;
    return;
  }
  if (metadata.namespace === undefined || metadata.namespace === '') metadata.namespace = expected;
  if (metadata.namespace !== expected) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

/** Seconds since the Unix epoch as Kubernetes writes times. */
export function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
