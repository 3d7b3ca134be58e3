import type { JsonValue } from '@flux19/objects';
import { applyJsonPatch, PatchError } from '@flux19/patch';
import { KustomizeError } from '../engine/kustomize-error.ts';
import type { Resource } from '../resources/resource.ts';
import { copyFields, isFields, plainValue, type Value } from '../values/value.ts';

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
}
