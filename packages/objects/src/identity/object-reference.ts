import { parseApiVersion } from './group-version-kind.ts';
import type { KubeObject } from './kube-object.ts';

/** Which object, without its version: what stays the same when an API moves from v1beta1 to v1. */
export interface ObjectReference {
  /** Empty for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
}

/** The reference to an object. */
export function objectReference(object: KubeObject): ObjectReference {
  return {
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    group: parseApiVersion(object.apiVersion).group,
    kind: object.kind,
  };
}

/** Names an object as Flux does in messages and events: `Deployment/apps/web`, or `Namespace/apps` without namespace. */
export function formatObject(object: KubeObject | ObjectReference): string {
  const { kind, namespace, name } = isReference(object) ? object : objectReference(object);
  return namespace === '' ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

/** Tells a reference from a whole object. */
export function isReference(object: KubeObject | ObjectReference): object is ObjectReference {
  return !('metadata' in object);
}
