import { getKey, isJsonObject, type JsonObject, type JsonValue, type StructuralSchema } from '@flux19/objects';
import { patchDirective } from './directives.ts';
import { orderElements } from './element-order.ts';
import { elementKind, invalid, requireMergeKey } from './elements.ts';
import type { FieldRule } from './field-rule.ts';
import { printGo } from './go-text.ts';
import type { MergeContext } from './merge-context.ts';

/** Merges two lists of a field with the strategy `merge`: scalars by value, objects by merge key. Throws PatchError. */
export function mergeLists(
  original: JsonValue[],
  patch: JsonValue[],
  rule: FieldRule,
  context: MergeContext,
): JsonValue[] {
  if (original.length === 0 && patch.length === 0) return original;
  const { mergeKey, schema } = rule;
  if (elementKind(original, patch) === 'scalars') {
    const merged = [...new Set([...original, ...patch])];
    return orderElements({ merged, wanted: patch, live: original, mergeKey });
  }
  if (mergeKey === '') throw invalid(`cannot merge lists without merge key for ${schema?.type ?? 'Struct'}`);
  const prepared = carryOutDirectives(original.filter(isJsonObject), patch.filter(isJsonObject), mergeKey);
  const merged = mergeElements(prepared.original, prepared.patch, { mergeKey, schema, context });
  return orderElements({ merged, wanted: prepared.patch, live: prepared.original, mergeKey });
}

/** The list without some scalars, as `$deleteFromPrimitiveList` asks. Throws PatchError when elements are mixed. */
export function withoutElements(list: JsonValue[], deletions: readonly JsonValue[]): JsonValue[] {
  if (list.length === 0 && deletions.length === 0) return list;
  elementKind(list, deletions);
  const deleted = new Set(deletions);
  return list.some((element) => deleted.has(element)) ? list.filter((element) => !deleted.has(element)) : list;
}

interface Lists {
  readonly original: readonly JsonObject[];
  readonly patch: readonly JsonObject[];
}

/** `$patch: delete` removes the elements of that key, `$patch: replace` replaces the whole list by the patch. */
function carryOutDirectives(original: readonly JsonObject[], patch: readonly JsonObject[], mergeKey: string): Lists {
  const deleted = new Set<JsonValue | undefined>();
  const plain: JsonObject[] = [];
  let isReplaced = false;
  for (const element of patch) {
    const directive = getKey(element, patchDirective);
    if (directive === undefined) plain.push(element);
    else if (directive === 'delete') deleted.add(requireMergeKey(element, mergeKey));
    else if (directive === 'replace') isReplaced = true;
    else throw unknownDirective(directive, element);
  }
  if (isReplaced) return { original: plain, patch: [] };
  const kept = original.filter((element) => !deleted.has(getKey(element, mergeKey)));
  return { original: deleted.size === 0 ? original : kept, patch: plain };
}

function unknownDirective(directive: JsonValue, element: JsonObject): Error {
  if (directive === 'merge') return invalid('merging lists cannot yet be specified in the patch');
  return invalid(`unknown patch type: ${printGo(directive)} in map: ${printGo(element)}`);
}

interface ElementOptions {
  readonly mergeKey: string;
  readonly schema: StructuralSchema | undefined;
  readonly context: MergeContext;
}

function mergeElements(
  original: readonly JsonObject[],
  patch: readonly JsonObject[],
  { mergeKey, schema, context }: ElementOptions,
): JsonObject[] {
  const merged = [...original];
  const places = new Map<JsonValue | undefined, number>();
  for (const [place, element] of merged.entries()) {
    const identity = getKey(element, mergeKey);
    if (identity !== undefined && !places.has(identity)) places.set(identity, place);
  }
  for (const element of patch) {
    const identity = requireMergeKey(element, mergeKey);
    const place = places.get(identity);
    const existing = place === undefined ? undefined : merged[place];
    if (place !== undefined && existing !== undefined) {
      merged[place] = context.merge(existing, element, schema);
    } else {
      places.set(identity, merged.push(element) - 1);
    }
  }
  return merged;
}
