import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, objectField, objectsField, textField } from '../../json/fields.ts';

/** Whether an update of a pod changes what it runs. */
export function isSignificantUpdate(pod: KubeObject, old: KubeObject): boolean {
  const [spec, oldSpec] = [pod, old].map((one) => objectField(asJson(one), 'spec'));
  const isChanged = ['containers', 'initContainers'].some((list) => {
    const [now, before] = [objectsField(spec, list), objectsField(oldSpec, list)];
    return now.length !== before.length || now.some((container, n) => imageOf(container) !== imageOf(before[n]));
  });
  if (isChanged) return true;
  const before = objectsField(oldSpec, 'ephemeralContainers');
  return objectsField(spec, 'ephemeralContainers').some((container) => {
    const known = before.find((one) => textField(one, 'name') === textField(container, 'name'));
    return known === undefined || imageOf(known) !== imageOf(container);
  });
}

function imageOf(container: JsonObject | undefined): string {
  return textField(container, 'image');
}
