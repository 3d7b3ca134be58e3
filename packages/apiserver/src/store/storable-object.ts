import type { KubeObject, ObjectMeta } from '@flux19/objects';

/**
 * The object as it is kept: `kind`, `apiVersion` and `metadata` first, as Kubernetes prints them, and under its revision.
 * Shares everything else with the given object.
 */
export function storableObject(object: KubeObject, revision: number): KubeObject {
  const { kind, apiVersion, metadata, ...rest } = object;
  return { kind, apiVersion, metadata: orderedMetadata(metadata, String(revision)), ...rest };
}

function orderedMetadata(metadata: ObjectMeta, resourceVersion: string): ObjectMeta {
  const { name, generateName, namespace, uid, generation, creationTimestamp, ...rest } = metadata;
  return {
    name,
    ...(generateName === undefined ? {} : { generateName }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(uid === undefined ? {} : { uid }),
    ...rest,
    resourceVersion,
    ...(generation === undefined ? {} : { generation }),
    ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
  };
}
