import { KustomizeError } from '../engine/kustomize-error.ts';
import { setNewText } from '../filters/set-new-text.ts';
import { idText } from '../identity/gvk.ts';
import { type Resource, textMap } from '../resources/resource.ts';
import type { ResourceList } from '../resources/resource-list.ts';
import { type Fields, isFields, textOrEmpty, type Value } from '../values/value.ts';

/** Adds generated resources; those that merge with or replace an earlier one take its place. Throws KustomizeError. */
export function absorb(list: ResourceList, generated: readonly Resource[]): void {
  for (const resource of generated) absorbOne(list, resource);
}

function absorbOne(list: ResourceList, resource: Resource): void {
  const matches = list.withAnyId(resource.id);
  const id = idText(resource.id);
  const [old] = matches;
  if (old === undefined) {
    if (resource.behavior === 'merge' || resource.behavior === 'replace') {
      throw conflict(`id ${id} does not exist; cannot merge or replace`);
    }
    list.append(resource);
    return;
  }
  if (matches.length > 1) throw conflict(`found multiple objects that could accept merge of ${id}`);
  if (resource.behavior !== 'merge' && resource.behavior !== 'replace') {
    throw conflict(`id ${id} exists; can not use behavior: '${resource.behavior}', behavior must be merge or replace`);
  }
  takeMetadata(resource, old);
  if (resource.behavior === 'merge') {
    mergeData(resource, old, 'data');
    mergeData(resource, old, 'binaryData');
    resource.origin = old.origin ?? resource.origin;
  }
  list.replace(old, resource);
}

function conflict(message: string): KustomizeError {
  return new KustomizeError(message, { reason: 'GeneratorConflict', field: 'behavior' });
}

/** Labels, annotations, names and history of the old resource; own labels and annotations win. */
export function takeMetadata(resource: Resource, old: Resource): void {
  for (const field of ['labels', 'annotations'] as const) {
    resource.setMetaMap(field, new Map([...textMap(old[field]), ...textMap(resource[field])]));
  }
  resource.setName(old.name);
  resource.setNamespace(old.namespace);
  resource.previous = old.previous;
  resource.prefixes = old.prefixes;
  resource.suffixes = old.suffixes;
  resource.varNames = old.varNames;
  // Both are annotations upstream, and merge like others.
  if (resource.transformations.length === 0) resource.transformations = old.transformations;
  resource.origin ??= old.origin;
  // Each build annotation is that of the old resource; the hash only when both ask for it.
  resource.needsHash = resource.needsHash && old.needsHash;
}

function mergeData(resource: Resource, old: Resource, field: 'data' | 'binaryData'): void {
  const merged = new Map([...texts(old.value?.[field]), ...texts(resource.value?.[field])]);
  const value = resource.value as Fields;
  delete value[field];
  if (merged.size === 0) return;
  const fields: Fields = {};
  for (const key of [...merged.keys()].sort()) setNewText(fields, key, merged.get(key) as string);
  value[field] = fields;
}

function texts(value: Value | undefined): [string, string][] {
  return isFields(value) ? Object.keys(value).map((key) => [key, textOrEmpty(value[key])]) : [];
}
