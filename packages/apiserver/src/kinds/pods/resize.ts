// https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/
import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, objectField, objectsField } from '../../json/fields.ts';
import { keepMetadata } from './kept-metadata.ts';

/** The part of a pod by which its resources change while it runs. */
export const resize = 'resize';

/** Keeps, in place, everything of a pod but its resources. What comes with other containers is left for validation to refuse. */
export function keepAllButResources(pod: JsonObject, old: KubeObject): void {
  const spec = objectField(pod, 'spec') ?? {};
  const before = objectField(asJson(old), 'spec') ?? {};
  const hasSameNumbers = containerLists.every(
    (list) => objectsField(spec, list).length === objectsField(before, list).length,
  );
  if (!hasSameNumbers) return;
  const kept: JsonObject = { ...before };
  for (const list of containerLists) {
    const resized = resizedContainers(objectsField(spec, list), objectsField(before, list));
    if (resized.length > 0) kept[list] = resized;
  }
  const resources = spec['resources'] ?? before['resources'];
  if (resources !== undefined) kept['resources'] = resources;
  pod['spec'] = kept;
  keepMetadata(pod, old);
}

const containerLists: readonly string[] = ['containers', 'initContainers'];

/** The old containers with the new resources; the new ones where names differ. */
function resizedContainers(wanted: readonly JsonObject[], before: readonly JsonObject[]): JsonObject[] {
  if (wanted.some(({ name }, position) => name !== before[position]?.['name'])) return [...wanted];
  return wanted.map(({ resources, resizePolicy }, position) => {
    const { resources: _, resizePolicy: __, ...rest } = before[position] ?? {};
    return {
      ...rest,
      ...(resources === undefined ? {} : { resources }),
      ...(resizePolicy === undefined ? {} : { resizePolicy }),
    };
  });
}
