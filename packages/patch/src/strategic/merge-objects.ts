import { getKey, isJsonObject, type JsonObject, type JsonValue, type StructuralSchema } from '@flux19/objects';
import { CopyOnWrite } from '../copy-on-write.ts';
import { cleanValue } from './clean-value.ts';
import {
  deletionListPrefix,
  elementOrderPrefix,
  fieldOfParallelList,
  patchDirective,
  retainKeysDirective,
} from './directives.ts';
import { invalid } from './elements.ts';
import { listRule, objectRule } from './field-rule.ts';
import { goType, printGo } from './go-text.ts';
import type { MergeContext } from './merge-context.ts';
import { mergeLists, withoutElements } from './merge-lists.ts';
import { mergeOrderedList } from './merge-ordered-list.ts';
import { retainKeys } from './retain-keys.ts';

/** Merges patches into documents. */
export const applying: MergeContext = {
  mode: 'apply',
  merge: (original, patch, schema) => mergeObjects(original, patch, schema, applying),
};

/** Merges patches into other patches. */
export const combining: MergeContext = {
  mode: 'combine',
  merge: (original, patch, schema) => mergeObjects(original, patch, schema, combining),
};

/** Merges a patch into an object. Neither is modified. Throws PatchError. */
function mergeObjects(
  original: JsonObject,
  patch: JsonObject,
  schema: StructuralSchema | undefined,
  context: MergeContext,
): JsonObject {
  if (Object.hasOwn(patch, patchDirective)) return replaceOrDelete(patch);
  const target = new CopyOnWrite(original);
  const done = new Set<string>();
  if (Object.hasOwn(patch, retainKeysDirective)) {
    retainKeys(target, patch, context);
    done.add(retainKeysDirective);
  }
  for (const key of Object.keys(patch)) {
    if (key.startsWith(elementOrderPrefix)) mergeOrderedList({ target, patch, key, schema, context, done });
  }
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined || done.has(key)) continue;
    if (key.startsWith(deletionListPrefix)) mergeDeletions(target, key, value, schema, context);
    else mergeField(target, key, value, schema, context);
  }
  return target.result;
}

function replaceOrDelete(patch: JsonObject): JsonObject {
  const directive = getKey(patch, patchDirective);
  if (directive === 'delete') return {};
  if (directive !== 'replace') {
    throw invalid(`unknown patch type: ${printGo(directive)} in map: ${printGo(patch)}`);
  }
  const replacement = new CopyOnWrite(patch);
  replacement.delete(patchDirective);
  return replacement.result;
}

function mergeDeletions(
  target: CopyOnWrite,
  key: string,
  deletions: JsonValue,
  schema: StructuralSchema | undefined,
  context: MergeContext,
): void {
  if (context.mode === 'combine') {
    target.set(key, deletions);
    return;
  }
  const field = fieldOfParallelList(key, deletionListPrefix);
  if (deletions === null) {
    target.delete(field);
    return;
  }
  const current = target.get(field);
  // Kubernetes: deletions from what is no list, or absent, are ignored.
  if (!Array.isArray(current) || !Array.isArray(deletions)) return;
  listRule(schema, field);
  target.set(field, withoutElements(current, deletions));
}

function mergeField(
  target: CopyOnWrite,
  key: string,
  value: JsonValue,
  schema: StructuralSchema | undefined,
  context: MergeContext,
): void {
  if (value === null && context.mode === 'apply') {
    target.delete(key);
    return;
  }
  const current = value === null ? undefined : target.get(key);
  const merged =
    current === undefined || goType(current) !== goType(value)
      ? cleanValue(value, context.mode === 'apply')
      : mergeValues(current, value, key, schema, context);
  if (merged === undefined) target.delete(key);
  else target.set(key, merged);
}

function mergeValues(
  current: JsonValue,
  value: JsonValue,
  key: string,
  schema: StructuralSchema | undefined,
  context: MergeContext,
): JsonValue {
  if (Array.isArray(current) && Array.isArray(value)) {
    const rule = listRule(schema, key);
    return rule.strategy === 'merge' ? mergeLists(current, value, rule, context) : value;
  }
  if (!isJsonObject(current) || !isJsonObject(value)) return value;
  const rule = objectRule(schema, key);
  return rule.strategy === 'replace' ? value : context.merge(current, value, rule.schema);
}
