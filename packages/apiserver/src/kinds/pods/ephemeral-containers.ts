// What kubectl debug writes: https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/
import { deepEqual, type JsonObject, type KubeObject } from '@flux19/objects';
import { asJson, ensureObject, objectField } from '../../json/fields.ts';
import { goDiff } from '../go-diff.ts';
import type { Field } from '../validation/field.ts';
import { keepMetadata } from './kept-metadata.ts';

export const ephemeralContainers = 'ephemeralcontainers';

/** Keeps, in place, everything of a pod but its ephemeral containers. */
export function keepAllButEphemeralContainers(pod: JsonObject, old: KubeObject): void {
  const { ephemeralContainers: wanted } = ensureObject(pod, 'spec');
  const before = asJson(old);
  pod['spec'] = { ...objectField(before, 'spec'), ...(wanted === undefined ? {} : { ephemeralContainers: wanted }) };
  keepMetadata(pod, old);
}

/** Ephemeral containers come and stay as they are. */
export function ephemeralContainersStay(pod: Field, old: Field): void {
  const list = pod.at('spec', 'ephemeralContainers');
  const now = new Map(list.items().map((one) => [one.textOf('name'), one.value]));
  for (const before of old.at('spec', 'ephemeralContainers').items()) {
    const name = before.textOf('name');
    const quoted = JSON.stringify(name);
    const kept = now.get(name);
    if (kept === undefined) list.forbidden(`existing ephemeral containers ${quoted} may not be removed\n`);
    else if (!deepEqual(kept, before.value)) {
      const changes = goDiff('core.EphemeralContainer', before.value, kept);
      list.forbidden(`existing ephemeral containers ${quoted} may not be changed\n${changes}`);
    }
  }
}
