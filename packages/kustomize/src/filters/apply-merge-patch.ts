import { KustomizeError } from '../engine/kustomize-error.ts';
import { idText } from '../identity/gvk.ts';
import type { SchemaLookup } from '../merge/merge-schema.ts';
import { mergeValues } from '../merge/merge-values.ts';
import type { Resource } from '../resources/resource.ts';
import { storePreviousId } from '../resources/store-previous-id.ts';
import { copyFields, getField, isFields, isMissingOrNull } from '../values/value.ts';
import { FieldPathError } from './walk-field.ts';

/** Applies a strategic merge patch. Name, kind and namespace stay, unless the patch may change name or kind. */
export function applyMergePatch(resource: Resource, patch: Resource, schemas: SchemaLookup): void {
  if (resource.value === undefined || patch.value === undefined) return;
  const { name, namespace, kind } = resource;
  if (patch.allowNameChange || patch.allowKindChange) storePreviousId(resource);
  if (dropsAnnotations(patch)) forget(resource);
  const merged = merge(resource, patch, schemas);
  resource.value = isFields(merged) ? merged : undefined;
  if (resource.isEmpty) return;
  if (!patch.allowKindChange) resource.setKind(kind);
  if (!patch.allowNameChange) resource.setName(name);
  resource.setNamespace(namespace);
}

function merge(resource: Resource, patch: Resource, schemas: SchemaLookup): ReturnType<typeof mergeValues> {
  try {
    return mergeValues(resource.value, copyFields(patch.value ?? {}), undefined, { schemas, prepend: true });
  } catch (cause) {
    if (!(cause instanceof FieldPathError)) throw cause;
    throw new KustomizeError(`${cause.message} (patch of ${idText(resource.id)})`, {
      reason: 'InvalidPatch',
      file: patch.file,
      line: patch.line || undefined,
      field: cause.path,
      cause,
    });
  }
}

/** Kustomize keeps the earlier names of a resource in its annotations: a patch that drops those makes it forget them. */
function dropsAnnotations(patch: Resource): boolean {
  const { metadata } = patch;
  if (metadata === undefined || !Object.hasOwn(metadata, 'annotations')) return false;
  const annotations = metadata['annotations'];
  if (!isFields(annotations)) return isMissingOrNull(annotations);
  const directive = getField(annotations, '$patch');
  return directive === 'delete' || directive === 'replace';
}

function forget(resource: Resource): void {
  resource.previous = [];
  resource.prefixes = [];
  resource.suffixes = [];
  resource.needsHash = false;
  forgetOrigin(resource);
}

/** Origin and transformations are annotations too, and not among those that a JSON patch leaves alone. */
export function forgetOrigin(resource: Resource): void {
  resource.origin = undefined;
  resource.transformations = [];
}
