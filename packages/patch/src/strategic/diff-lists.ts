import { deepEqual, isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import type { DiffContext } from './diff-options.ts';
import { patchDirective } from './directives.ts';
import { sortByOrder } from './element-order.ts';
import { elementKind, requireElement, requireMergeKey } from './elements.ts';
import type { FieldRule } from './field-rule.ts';
import { printGo } from './go-text.ts';

/** The parts of a patch for a list that is merged; each may be empty. */
export interface ListDiff {
  readonly additions: JsonValue[];
  /** Scalars to delete; objects are deleted by elements with `$patch: delete` among the additions. */
  readonly deletions: JsonValue[];
  readonly order: JsonValue[];
}

/** Compares two lists with the strategy `merge`. Throws PatchError. */
export function diffLists(
  original: JsonValue[],
  modified: JsonValue[],
  rule: FieldRule,
  context: DiffContext,
): ListDiff {
  if (original.length === 0) {
    return { additions: context.ignoreChanges ? [] : modified, deletions: [], order: [] };
  }
  return elementKind(original, modified) === 'objects'
    ? diffObjectLists(original.filter(isJsonObject), modified.filter(isJsonObject), rule, context)
    : diffScalarLists(original, modified, context);
}

function diffObjectLists(
  original: readonly JsonObject[],
  modified: readonly JsonObject[],
  rule: FieldRule,
  context: DiffContext,
): ListDiff {
  const { mergeKey } = rule;
  const changes: JsonObject[] = [];
  const deletions: JsonObject[] = [];
  for (const [before, after] of pairUp(original, modified, (element) => printGo(requireMergeKey(element, mergeKey)))) {
    const change = after === undefined ? undefined : elementChange(before, after, rule, context);
    if (change !== undefined) changes.push(change);
    if (before !== undefined && after === undefined) deletions.push(deletionOf(before, mergeKey));
  }
  const additions = sortByOrder(changes, modified, mergeKey);
  if (!context.ignoreDeletions) additions.push(...deletions);
  const hasChanges = additions.length > 0;
  const isWanted = context.ignoreChanges ? hasChanges : hasChanges || !hasSameOrder(original, modified, mergeKey);
  const order = context.setElementOrder && isWanted ? modified.map((element) => keyOf(element, mergeKey)) : [];
  return { additions, deletions: [], order };
}

function elementChange(
  before: JsonObject | undefined,
  after: JsonObject,
  { schema, mergeKey, retainsKeys }: FieldRule,
  context: DiffContext,
): JsonObject | undefined {
  if (before === undefined) return context.ignoreChanges ? undefined : after;
  const change = context.diff(before, after, schema, retainsKeys);
  return Object.keys(change).length === 0 ? undefined : { ...change, ...keyOf(after, mergeKey) };
}

function keyOf(element: JsonObject, mergeKey: string): JsonObject {
  const key: JsonObject = {};
  setKey(key, mergeKey, requireMergeKey(element, mergeKey));
  return key;
}

function deletionOf(element: JsonObject, mergeKey: string): JsonObject {
  return { ...keyOf(element, mergeKey), [patchDirective]: 'delete' };
}

function hasSameOrder(original: readonly JsonObject[], modified: readonly JsonObject[], mergeKey: string): boolean {
  if (original.length !== modified.length) return false;
  return modified.every(
    (element, index) =>
      requireMergeKey(requireElement(original[index]), mergeKey) === requireMergeKey(element, mergeKey),
  );
}

function diffScalarLists(original: JsonValue[], modified: JsonValue[], context: DiffContext): ListDiff {
  const additions: JsonValue[] = [];
  const deletions = new Set<JsonValue>();
  for (const [before, after] of pairUp(original, modified, printGo)) {
    if (after === undefined && before !== undefined && !context.ignoreDeletions) deletions.add(before);
    if (before === undefined && after !== undefined && !context.ignoreChanges) additions.push(after);
  }
  // Kubernetes sorts the original list before it compares the order.
  const isSame = deepEqual(sortByText(original, printGo), modified);
  const isWanted = (!context.ignoreDeletions && deletions.size > 0) || (!context.ignoreChanges && !isSame);
  const order = context.setElementOrder && isWanted ? modified : [];
  return { additions: sortByOrder(additions, modified, ''), deletions: [...deletions], order };
}

type Pair<T> = readonly [before: T | undefined, after: T | undefined];

/** Pairs the elements of two lists that have the same text, in the order of their texts. */
function pairUp<T>(original: readonly T[], modified: readonly T[], textOf: (element: T) => string): Pair<T>[] {
  const left = sortByText(original, textOf);
  const right = sortByText(modified, textOf);
  const pairs: Pair<T>[] = [];
  for (let i = 0, j = 0; i < left.length || j < right.length; ) {
    const before = left[i];
    const after = right[j];
    const order = compareTexts(before, after, textOf);
    pairs.push([order <= 0 ? before : undefined, order >= 0 ? after : undefined]);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return pairs;
}

// What is absent comes after all that is present.
function compareTexts<T>(left: T | undefined, right: T | undefined, textOf: (element: T) => string): number {
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  const [leftText, rightText] = [textOf(left), textOf(right)];
  if (leftText === rightText) return 0;
  return leftText < rightText ? -1 : 1;
}

// Kubernetes: elements with the same text change their order.
function sortByText<T>(list: readonly T[], textOf: (element: T) => string): T[] {
  return list.toReversed().sort((left, right) => compareTexts(left, right, textOf));
}
