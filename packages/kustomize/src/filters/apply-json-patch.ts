import type { JsonValue } from '@flux19/objects';
import { applyJsonPatch, PatchError } from '@flux19/patch';
import { KustomizeError } from '../engine/kustomize-error.ts';
import type { Resource } from '../resources/resource.ts';
import { copyFields, isFields, plainValue, textOf, type Value } from '../values/value.ts';

/** Applies JSON patch operations to a resource. The result is plain: texts of odd scalars are gone, as in kustomize. */
export function patchResource(resource: Resource, operations: readonly Value[]): void {
  if (resource.value === undefined) return;
  const document = plainValue(resource.value) as JsonValue;
  try {
    const patched = applyJsonPatch(document, operations as unknown as JsonValue);
    // The result shares what did not change with the operations: a copy, since later steps write in place.
    resource.value = isFields(patched as Value) ? copyFields(patched as never) : undefined;
  } catch (cause) {
    if (!(cause instanceof PatchError)) throw cause;
    throw new KustomizeError(cause.message, {
      reason: 'InvalidPatch',
      file: resource.file,
      line: resource.line || undefined,
      cause,
    });
  }
  if (operations.some(dropsAnnotations)) {
    resource.previous = [];
    resource.prefixes = [];
    resource.suffixes = [];
    resource.needsHash = false;
  }
}

/** Kustomize keeps earlier names in annotations: an operation that replaces those makes it forget them. */
function dropsAnnotations(operation: Value): boolean {
  if (!isFields(operation)) return false;
  const op = textOf(operation['op']);
  const path = textOf(operation['path']);
  return (
    (op === 'remove' || op === 'replace' || op === 'add') && (path === '/metadata/annotations' || path === '/metadata')
  );
}
