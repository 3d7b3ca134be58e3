import type { JsonObject, JsonValue } from '@flux19/objects';
import { printYaml } from '@flux19/yaml';
import { PatchError } from './patch-error.ts';

/** Says that a patch and what happened meanwhile set the same field to different values. */
export function conflictError(patch: JsonObject, changes: JsonObject): PatchError {
  const [wanted, happened] = [patch, changes].map((value: JsonValue) => printYaml(value));
  const message = `patch:\n${wanted}\nconflicts with changes made from original to current:\n${happened}\n`;
  return new PatchError(message, { reason: 'Conflict' });
}
