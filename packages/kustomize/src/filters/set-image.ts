import type { Resource } from '../resources/resource.ts';
import { type Fields, isFields, isMissingOrNull, textOf, type Value } from '../values/value.ts';
import { type FieldSpecs, visitFields } from './field-filter.ts';
import { requireScalar } from './node-kind.ts';
import { type Holder, setAt } from './walk-field.ts';

type Update = (text: string) => string | undefined;

/** Updates the images of every `containers` and `initContainers` at any depth, as kustomize has always done. */
export function setImagesEverywhere(resource: Resource, update: Update): void {
  if (resource.kind === 'CustomResourceDefinition' || resource.value === undefined) return;
  walk(resource.value, update);
}

function walk(value: Value | undefined, update: Update): void {
  if (Array.isArray(value)) for (const item of value) walk(item, update);
  else if (isFields(value)) walkMap(value, update);
}

function walkMap(fields: Fields, update: Update): void {
  for (const key in fields) {
    const field = fields[key];
    if (typeof field !== 'object' || field === null) continue;
    walk(field, update);
    if (key === 'containers' || key === 'initContainers') updateContainers(field, update);
  }
}

function updateContainers(containers: Value, update: Update): void {
  if (!Array.isArray(containers)) return;
  for (const container of containers) {
    if (isFields(container) && !isMissingOrNull(container['image']))
      setImage(container, 'image', container['image'] as Value, update);
  }
}

/** Updates the images in the fields that the specs name. */
export function setImageFields(resource: Resource, update: Update, specs: FieldSpecs): void {
  if (resource.kind === 'CustomResourceDefinition') return;
  visitFields(resource, specs, undefined, (holder, key, value) => setImage(holder, key, value, update));
}

function setImage(holder: Holder | Fields, key: string | number, value: Value, update: Update): void {
  requireScalar(value, String(key));
  const updated = update(textOf(value));
  if (updated !== undefined) setAt(holder, key, updated);
}
