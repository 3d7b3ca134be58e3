/**
 * Which fields of a map were written in quotes. Kustomize keeps the quotes of a field when a patch changes its value: a number put into
 * a quoted field is printed as text. Kept beside the maps, which stay plain.
 */
const quotedFields = new WeakMap<object, Set<string>>();

export function isQuoted(fields: object, key: string): boolean {
  return quotedFields.get(fields)?.has(key) === true;
}

export function markQuoted(fields: object, key: string): void {
  const keys = quotedFields.get(fields);
  if (keys === undefined) quotedFields.set(fields, new Set([key]));
  else keys.add(key);
}

export function unmarkQuoted(fields: object, key: string): void {
  quotedFields.get(fields)?.delete(key);
}

/** A copy of a map keeps what is known about the original. */
export function copyQuoted(from: object, to: object): void {
  const keys = quotedFields.get(from);
  if (keys !== undefined) quotedFields.set(to, new Set(keys));
}
