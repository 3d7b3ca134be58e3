import {
  deepEqual,
  getKey,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type StructuralSchema,
} from '@flux19/objects';
import type { CopyOnWrite } from '../copy-on-write.ts';
import { cleanValue } from './clean-value.ts';
import { elementOrderPrefix, fieldOfParallelList, patchDirective } from './directives.ts';
import { orderElements } from './element-order.ts';
import { elementKind, invalid, requireElement, requireList, requireMergeKey } from './elements.ts';
import { type FieldRule, listRule } from './field-rule.ts';
import { printGo } from './go-text.ts';
import type { MergeContext } from './merge-context.ts';
import { mergeLists } from './merge-lists.ts';

/** A `$setElementOrder` directive at work. */
export interface OrderedMerge {
  readonly target: CopyOnWrite;
  readonly patch: JsonObject;
  /** The directive's field: `$setElementOrder/containers`. */
  readonly key: string;
  readonly schema: StructuralSchema | undefined;
  readonly context: MergeContext;
  /** Fields of the patch that need no further work; this directive and its list are added. */
  readonly done: Set<string>;
}

/** Merges a list together with the order that the patch sets for its elements. Throws PatchError. */
export function mergeOrderedList({ target, patch, key, schema, context, done }: OrderedMerge): void {
  const directive = getKey(patch, key) ?? null;
  if (context.mode === 'combine') keepDirective(target, key, directive);
  done.add(key);
  const order = requireList(directive);
  const field = fieldOfParallelList(key, elementOrderPrefix);
  const original = listAt(target.get(field));
  const additions = listAt(done.has(field) ? undefined : getKey(patch, field));
  const rule = listRule(schema, field);
  checkOrder(additions ?? [], order, rule.mergeKey);
  const merged = mergeParts(original, additions, rule, context);
  if (merged === undefined) return;
  elementKind(original ?? [], additions ?? []);
  target.set(field, orderElements({ merged, wanted: order, live: original ?? [], mergeKey: rule.mergeKey }));
  done.add(field);
}

function keepDirective(target: CopyOnWrite, key: string, directive: JsonValue): void {
  const other = target.get(key);
  if (other !== undefined && !deepEqual(other, directive))
    throw invalid('invalid patch format of setElementOrder list');
  target.set(key, directive);
}

function listAt(value: JsonValue | undefined): JsonValue[] | undefined {
  return value === undefined ? undefined : requireList(value);
}

function mergeParts(
  original: JsonValue[] | undefined,
  additions: JsonValue[] | undefined,
  rule: FieldRule,
  context: MergeContext,
): readonly JsonValue[] | undefined {
  if (additions === undefined) return original;
  if (original === undefined) return requireList(cleanValue(additions, false) ?? []);
  return rule.strategy === 'merge' ? mergeLists(original, additions, rule, context) : additions;
}

/** The elements of the patch have to come in the order that it sets. */
function checkOrder(additions: readonly JsonValue[], order: readonly JsonValue[], mergeKey: string): void {
  if (order.length === 0 || additions.length === 0) return;
  const expected = additions.filter((element) => directiveOf(element, mergeKey) !== 'delete').values();
  let next = expected.next();
  for (const element of order) {
    while (!next.done && directiveOf(next.value, mergeKey) !== undefined) next = expected.next();
    if (next.done) return;
    if (isSameElement(next.value, element, mergeKey)) next = expected.next();
  }
  if (next.done) return;
  const shown = `${printGo([...additions])}\n doesn't match $setElementOrder list:\n${printGo([...order])}\n`;
  throw invalid(`The order in patch list:\n${shown}`);
}

function directiveOf(element: JsonValue, mergeKey: string): JsonValue | undefined {
  if (mergeKey !== '') return getKey(requireElement(element), patchDirective);
  return isJsonObject(element) ? getKey(element, patchDirective) : undefined;
}

function isSameElement(left: JsonValue, right: JsonValue, mergeKey: string): boolean {
  if (mergeKey === '') return left === right;
  return requireMergeKey(requireElement(left), mergeKey) === requireMergeKey(requireElement(right), mergeKey);
}
