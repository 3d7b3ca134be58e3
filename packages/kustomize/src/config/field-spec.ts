import { isSelected } from '../identity/gvk.ts';

/** A field of some kinds: `path` has `/` between names, `\/` for a slash in a name and `[]` behind names of lists. */
export interface FieldSpec {
  readonly group?: string | undefined;
  readonly version?: string | undefined;
  readonly kind?: string | undefined;
  readonly path: string;
  /** Create the field when it is missing. */
  readonly create?: boolean | undefined;
}

/** Adds specs to a list; one that is there already is left out. Throws when the two disagree about `create`. */
export function mergeFieldSpecs(list: readonly FieldSpec[], incoming: readonly FieldSpec[]): readonly FieldSpec[] {
  if (incoming.length === 0 || list === incoming) return list;
  if (list.length > 0) return mergeAnew(list, incoming);
  let merged = mergedAlone.get(incoming);
  if (merged === undefined) {
    merged = mergeAnew(list, incoming);
    mergedAlone.set(incoming, merged);
  }
  return merged;
}

/** Lists merged into an empty one, which most are. */
const mergedAlone = new WeakMap<readonly FieldSpec[], readonly FieldSpec[]>();

function mergeAnew(list: readonly FieldSpec[], incoming: readonly FieldSpec[]): readonly FieldSpec[] {
  const byPath = Map.groupBy(list, ({ path }) => path);
  const result = [...list];
  for (const spec of incoming) {
    const same = byPath.get(spec.path)?.find((other) => isSelected(gvkOf(other), spec));
    if (same === undefined) {
      result.push(spec);
      byPath.set(spec.path, [...(byPath.get(spec.path) ?? []), spec]);
    } else if ((same.create ?? false) !== (spec.create ?? false)) throw new Error('conflicting fieldspecs');
  }
  return result.length === list.length ? list : result;
}

export function gvkOf({ group = '', version = '', kind = '' }: FieldSpec): {
  group: string;
  version: string;
  kind: string;
} {
  return { group, version, kind };
}

/** The names of a path. */
export function splitPath(path: string, delimiter: string = '/'): string[] {
  const parts = path.split(delimiter);
  if (parts.length > 1 && parts[0] === '') parts.shift();
  const result = [parts[0] ?? ''];
  for (const part of parts.slice(1)) {
    const last = result.length - 1;
    const previous = result[last] as string;
    if (previous.endsWith('\\')) result[last] = previous.slice(0, -1) + delimiter + part;
    else result.push(part);
  }
  return result;
}
