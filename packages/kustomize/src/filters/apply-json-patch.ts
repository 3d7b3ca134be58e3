import type { JsonValue } from '@flux19/objects';
import { applyJsonPatch, PatchError } from '@flux19/patch';
import { KustomizeError } from '../engine/kustomize-error.ts';
import type { Resource } from '../resources/resource.ts';
import { markTexts } from '../values/mark-texts.ts';
import { type Fields, isFields, plainValue, setField, textOf, type Value } from '../values/value.ts';
import { forgetOrigin } from './apply-merge-patch.ts';

/** Applies JSON patch operations to a resource. The result is plain: texts of odd scalars are gone, as in kustomize. */
export function patchResource(resource: Resource, operations: readonly Value[]): void {
  if (resource.value === undefined) return;
  if (operations.some(dropsAnnotations)) forgetOrigin(resource);
  const document = plainValue(resource.value) as JsonValue;
  try {
    const patched = applyJsonPatch(document, operations as unknown as JsonValue);
    // A copy, since later steps write in place and the result shares parts; sorted, as what has been JSON in Go.
    resource.value = isFields(patched as Value) ? (copySorted(patched as Value) as Fields) : undefined;
    markTexts(resource.value, 'needed');
  } catch (cause) {
    if (!(cause instanceof PatchError)) throw cause;
    throw new KustomizeError(cause.message, {
      reason: 'InvalidPatch',
      file: resource.file,
      line: resource.line || undefined,
      cause,
    });
  }
}

/** True for an operation that replaces all annotations. */
function dropsAnnotations(operation: Value): boolean {
  if (!isFields(operation)) return false;
  const path = textOf(operation['path']);
  return textOf(operation['op']) !== 'test' && (path === '/metadata/annotations' || path === '/metadata');
}

function copySorted(value: Value): Value {
  if (Array.isArray(value)) return value.map(copySorted);
  if (!isFields(value)) return value;
  const copy: Fields = {};
  for (const key of Object.keys(value).sort()) setField(copy, key, copySorted(value[key] as Value));
  return copy;
}
