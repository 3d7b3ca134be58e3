import {
  deepEqual,
  getKey,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type StructuralSchema,
  setKey,
} from '@flux19/objects';
import { PatchError } from '../patch-error.ts';
import { diffLists } from './diff-lists.ts';
import type { DiffContext, DiffOptions } from './diff-options.ts';
import { deletionListPrefix, elementOrderPrefix, patchDirective, retainKeysDirective } from './directives.ts';
import { invalid } from './elements.ts';
import { type FieldRule, listRule, objectRule } from './field-rule.ts';
import { goType } from './go-text.ts';

/** Makes the patch that turns one object into another. Throws PatchError. */
export function diffObjects(
  original: JsonObject,
  modified: JsonObject,
  schema: StructuralSchema | undefined,
  options: DiffOptions,
): JsonObject {
  const context: DiffContext = { ...options, diff: (...parts) => diffFields(...parts, context) };
  return diffFields(original, modified, schema, false, context);
}

function diffFields(
  original: JsonObject,
  modified: JsonObject,
  schema: StructuralSchema | undefined,
  retainsKeys: boolean,
  context: DiffContext,
): JsonObject {
  const patch: JsonObject = {};
  for (const [key, after] of Object.entries(modified)) {
    if (after !== undefined) diffField(patch, key, getKey(original, key), after, schema, context);
  }
  const removed = Object.keys(original).filter(
    (key) => getKey(original, key) !== undefined && getKey(modified, key) === undefined,
  );
  if (!context.ignoreDeletions) for (const key of removed) setKey(patch, key, null);
  if (!retainsKeys) return patch;
  const retained = Object.keys(modified).filter((key) => (getKey(modified, key) ?? null) !== null);
  const loses = removed.some((key) => getKey(original, key) !== null);
  if (retained.length > 0 && (loses || Object.keys(patch).length > 0)) patch[retainKeysDirective] = retained.sort();
  return patch;
}

function diffField(
  patch: JsonObject,
  key: string,
  before: JsonValue | undefined,
  after: JsonValue,
  schema: StructuralSchema | undefined,
  context: DiffContext,
): void {
  if (key === patchDirective && before !== undefined) {
    diffDirective(patch, before, after);
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const rule = knownRule(() => listRule(schema, key), before, after);
    if (rule !== undefined) diffListField(patch, key, before, after, rule, context);
    return;
  }
  if (isJsonObject(before) && isJsonObject(after)) {
    const rule = knownRule(() => objectRule(schema, key), before, after);
    if (rule !== undefined) diffObjectField(patch, key, before, after, rule, context);
    return;
  }
  replaceField(patch, key, before, after, context);
}

function diffDirective(patch: JsonObject, before: JsonValue, after: JsonValue): void {
  if (typeof before !== 'string' || typeof after !== 'string') {
    throw invalid(`invalid value for special key: ${patchDirective}`);
  }
  if (before !== after) patch[patchDirective] = after;
}

// A field that the schema does not know is no fault as long as it stays as it is.
function knownRule(lookUp: () => FieldRule, before: JsonValue, after: JsonValue): FieldRule | undefined {
  try {
    return lookUp();
  } catch (thrown) {
    if (thrown instanceof PatchError && deepEqual(before, after)) return undefined;
    throw thrown;
  }
}

function diffListField(
  patch: JsonObject,
  key: string,
  before: JsonValue[],
  after: JsonValue[],
  rule: FieldRule,
  context: DiffContext,
): void {
  if (rule.strategy !== 'merge') {
    replaceField(patch, key, before, after, context);
    return;
  }
  const { additions, deletions, order } = diffLists(before, after, rule, context);
  if (additions.length > 0) setKey(patch, key, additions);
  if (deletions.length > 0) patch[`${deletionListPrefix}/${key}`] = deletions;
  if (order.length > 0) patch[`${elementOrderPrefix}/${key}`] = order;
}

function diffObjectField(
  patch: JsonObject,
  key: string,
  before: JsonObject,
  after: JsonObject,
  rule: FieldRule,
  context: DiffContext,
): void {
  if (rule.strategy === 'replace') {
    // Kubernetes: such an object is sent even when nothing in it has changed.
    if (!context.ignoreChanges) setKey(patch, key, after);
    return;
  }
  const change = context.diff(before, after, rule.schema, rule.retainsKeys);
  if (Object.keys(change).length > 0) setKey(patch, key, change);
}

function replaceField(
  patch: JsonObject,
  key: string,
  before: JsonValue | undefined,
  after: JsonValue,
  context: DiffContext,
): void {
  if (context.ignoreChanges) return;
  if (before !== undefined && goType(before) === goType(after) && deepEqual(before, after)) return;
  setKey(patch, key, after);
}
