import { deepEqual, type JsonObject, type KubeObject } from '@flux19/objects';
import { asJson, ensureObject, field, objectField } from '../json/fields.ts';

/** How often the template of a DaemonSet has changed: kept in an annotation since the field is gone. */
const annotation = 'deprecated.daemonset.template.generation';

/** A DaemonSet that does not say says zero. */
export function defaultTemplateGeneration(daemonSet: JsonObject): void {
  const known = objectField(objectField(daemonSet, 'metadata'), 'annotations')?.[annotation];
  if (known === undefined) setTemplateGeneration(daemonSet, 0);
}

export function setTemplateGeneration(daemonSet: JsonObject, generation: number): void {
  ensureObject(ensureObject(daemonSet, 'metadata'), 'annotations')[annotation] = String(generation);
}

export function keepTemplateGeneration(daemonSet: JsonObject, old: KubeObject): void {
  const before = Number(old.metadata.annotations?.[annotation] ?? 0);
  const isSame = deepEqual(templateOf(daemonSet), templateOf(asJson(old)));
  setTemplateGeneration(daemonSet, isSame ? before : before + 1);
}

function templateOf(daemonSet: JsonObject): unknown {
  return field(objectField(daemonSet, 'spec'), 'template');
}
