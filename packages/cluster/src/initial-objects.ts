import { compareObjects } from '@flux19/apply';
import type { KubeClient } from '@flux19/kube';
import { type KubeObject, objectReference } from '@flux19/objects';
import { parseManifests } from '@flux19/yaml';

/** Applies what a cluster is to hold from the start, in an order in which each finds what it needs. */
export async function applyInitialObjects(
  client: KubeClient,
  objects: string | readonly KubeObject[],
  signal: AbortSignal,
): Promise<void> {
  const parsed = typeof objects === 'string' ? readManifests(objects) : objects;
  const sorted = parsed.toSorted((left, right) => compareObjects(objectReference(left), objectReference(right)));
  for (const object of sorted) {
    await client.apply(object, { fieldManager: 'flux19-cluster', force: true }, signal);
    if (object.kind === 'CustomResourceDefinition') client.forgetResources();
  }
}

function readManifests(text: string): readonly KubeObject[] {
  return parseManifests(text).map(({ value }) => value as unknown as KubeObject);
}
