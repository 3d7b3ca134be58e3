import { isJsonObject } from '../json/is-json-object.ts';
import { getKey } from '../json/keys.ts';

/** A condition as any controller writes it; what is not text counts as empty. */
export interface ReportedCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** The value at a path of fields such as `spec.replicas`, or undefined. */
export function fieldAt(object: unknown, path: string): unknown {
  let value = object;
  for (const field of path.split('.')) value = isJsonObject(value) ? getKey(value, field) : undefined;
  return value;
}

/** The text at a path, or `otherwise` when there is none. */
export function textAt(object: unknown, path: string, otherwise = ''): string {
  const value = fieldAt(object, path);
  return typeof value === 'string' ? value : otherwise;
}

/** The integer at a path, or `otherwise` when there is none. */
export function countAt(object: unknown, path: string, otherwise = 0): number {
  const value = fieldAt(object, path);
  return typeof value === 'number' && Number.isInteger(value) ? value : otherwise;
}

/** The entries of `status.conditions`. */
export function reportedConditions(object: unknown): readonly ReportedCondition[] {
  return listAt(object, 'status.conditions').map((condition) => ({
    type: textAt(condition, 'type'),
    status: textAt(condition, 'status'),
    reason: textAt(condition, 'reason'),
    message: textAt(condition, 'message'),
  }));
}

/** The list at a path, empty when there is none. */
export function listAt(object: unknown, path: string): readonly unknown[] {
  const value = fieldAt(object, path);
  return Array.isArray(value) ? value : [];
}
