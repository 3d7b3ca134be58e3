import { deepEqual, type JsonObject, type JsonValue, type KubeObject, setKey } from '@flux19/objects';
import { asJson, ensureObject, fieldAt } from '../json/fields.ts';
import type { WriteContext } from '../kinds/kind-rules.ts';
import type { ServedResource, Target } from '../registry/served-resource.ts';

/** Keeps, in place, what an update of an object may not change, and counts its generation. */
export function prepareForUpdate(
  { resource, version }: Target,
  object: JsonObject,
  old: KubeObject,
  context: WriteContext,
): void {
  if (version.subresources.has('status')) keepField(object, old, 'status');
  resource.rules.prepareForUpdate?.(object, old, context);
  if (!countsGeneration(resource)) return;
  const metadata = ensureObject(object, 'metadata');
  const generation = old.metadata.generation ?? 0;
  metadata['generation'] = isChanged(resource, version.subresources.has('status'), object, old)
    ? generation + 1
    : generation;
}

/** Keeps, in place, everything but the status. */
export function prepareForStatusUpdate(
  { resource }: Target,
  object: JsonObject,
  old: KubeObject,
  context: WriteContext,
): void {
  if (resource.isCustom) keepAllButStatus(object, old);
  else {
    for (const path of resource.rules.statusResetFields ?? [['spec']]) keepPath(object, asJson(old), path);
  }
  resource.rules.prepareForStatusUpdate?.(object, old, context);
}

function keepAllButStatus(object: JsonObject, old: KubeObject): void {
  const managedFields = ensureObject(object, 'metadata')['managedFields'];
  for (const name of Object.keys(object)) if (name !== 'status') delete object[name];
  for (const [name, value] of Object.entries(asJson(old))) {
    if (name !== 'status' && value !== undefined) setKey<JsonValue>(object, name, value);
  }
  object['metadata'] = { ...ensureObject(object, 'metadata'), managedFields };
}

function keepPath(object: JsonObject, old: JsonObject, path: readonly string[]): void {
  const parents = path.slice(0, -1);
  const name = path.at(-1) ?? '';
  let parent = object;
  for (const step of parents) parent = ensureObject(parent, step);
  const value = fieldAt(old, path);
  if (value === undefined) delete parent[name];
  else setKey<JsonValue>(parent, name, value);
}

function keepField(object: JsonObject, old: KubeObject, name: string): void {
  keepPath(object, asJson(old), [name]);
}

function countsGeneration(resource: ServedResource): boolean {
  return resource.isCustom || resource.rules.hasGeneration === true;
}

function isChanged(resource: ServedResource, hasStatus: boolean, object: JsonObject, old: KubeObject): boolean {
  if (!resource.isCustom) {
    const paths = resource.rules.generationFields ?? [['spec']];
    return paths.some((path) => !deepEqual(fieldAt(object, path), fieldAt(asJson(old), path)));
  }
  return !deepEqual(withoutMetadata(object, hasStatus), withoutMetadata(asJson(old), hasStatus));
}

function withoutMetadata(object: JsonObject, hasStatus: boolean): JsonObject {
  const { metadata: _, status, apiVersion: __, ...rest } = object;
  return hasStatus || status === undefined ? rest : { ...rest, status };
}
