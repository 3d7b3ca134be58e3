import { setKey } from './keys.ts';

/** Copies a JSON value, so that changes to one side never show in the other. Fields that are undefined are dropped. */
export function deepCopy<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  const fields = value as { readonly [key: string]: unknown };
  const result: { [key: string]: unknown } = {};
  for (const key of Object.keys(fields)) {
    const field = fields[key];
    if (field !== undefined) setKey(result, key, copy(field));
  }
  return result;
}
