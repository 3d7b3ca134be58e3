import { getKey, type JsonObject, type JsonValue } from '@flux19/objects';
import { PatchError } from '../patch-error.ts';

/** One step of a JSON patch, read but not yet judged: what a kind of operation needs may be missing. */
export interface Operation {
  readonly kind: string;
  readonly path: string | undefined;
  readonly from: string | undefined;
  /** Null when it is given as null or, as with Kubernetes, not at all. */
  readonly value: JsonValue;
}

/** Reads an operation. Throws {@link PatchError} when a field is not text. */
export function readOperation(operation: JsonObject): Operation {
  const kind = getKey(operation, 'op');
  return {
    kind: typeof kind === 'string' ? kind : 'unknown',
    path: textOf(operation, 'path'),
    from: textOf(operation, 'from'),
    value: getKey(operation, 'value') ?? null,
  };
}

function textOf(operation: JsonObject, field: 'path' | 'from'): string | undefined {
  const value = getKey(operation, field);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new PatchError(`json: cannot unmarshal ${kindOf(value)} into Go value of type string`, { reason: 'Invalid' });
}

/** The name that Go's JSON reader gives to a kind of value. */
export function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'number';
  return value === null ? 'null' : typeof value;
}
