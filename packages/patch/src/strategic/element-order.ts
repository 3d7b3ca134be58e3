import { getKey, isJsonObject, type JsonValue } from '@flux19/objects';
import { patchDirective } from './directives.ts';
import { identityOf, requireElement, requireMergeKey } from './elements.ts';

/** Where each element stands in a list that sets an order: the first place of each identity. */
type Places = ReadonlyMap<JsonValue | undefined, number>;

function placesOf(order: readonly JsonValue[], mergeKey: string): Places {
  const places = new Map<JsonValue | undefined, number>();
  for (const [place, element] of order.entries()) {
    const identity = identityOf(element, mergeKey);
    if (!places.has(identity)) places.set(identity, place);
  }
  return places;
}

/** The elements of a merged list and the orders that compete for them. `mergeKey` is empty for scalars. */
export interface OrderedElements {
  readonly merged: readonly JsonValue[];
  /** The order that the patch asks for; its elements come in this order. */
  readonly wanted: readonly JsonValue[];
  /** The order of the live list, which all other elements keep. */
  readonly live: readonly JsonValue[];
  readonly mergeKey: string;
}

/**
 * Orders the elements of a merged list: those of the patch as the patch wants, the others as they were, the two
 * interleaved by the live order as far as that goes. Throws PatchError when an element lacks its merge key.
 */
export function orderElements({ merged, wanted, live, mergeKey }: OrderedElements): JsonValue[] {
  const isWanted = placesOf(wanted, mergeKey);
  const fromPatch: JsonValue[] = [];
  const onlyLive: JsonValue[] = [];
  for (const element of merged) {
    if (mergeKey !== '') requireMergeKey(requireElement(element), mergeKey);
    (isWanted.has(identityOf(element, mergeKey)) ? fromPatch : onlyLive).push(element);
  }
  return interleave(
    sortByOrder(onlyLive, live, mergeKey),
    sortByOrder(fromPatch, wanted, mergeKey),
    placesOf(live, mergeKey),
    mergeKey,
  );
}

function interleave(
  onlyLive: readonly JsonValue[],
  fromPatch: readonly JsonValue[],
  places: Places,
  mergeKey: string,
): JsonValue[] {
  const result: JsonValue[] = [];
  const waiting = onlyLive.values();
  let next = waiting.next();
  for (const element of fromPatch) {
    const place = places.get(identityOf(element, mergeKey));
    while (!next.done && place !== undefined && comesBefore(next.value, place, places, mergeKey)) {
      result.push(next.value);
      next = waiting.next();
    }
    result.push(element);
  }
  if (!next.done) result.push(next.value, ...waiting);
  return result;
}

function comesBefore(element: JsonValue, place: number, places: Places, mergeKey: string): boolean {
  const own = places.get(identityOf(element, mergeKey));
  return own !== undefined && own < place;
}

/**
 * Sorts a list by the order of another. Elements marked `$patch: delete` come last.
 * Throws PatchError when an element of either lacks its merge key.
 */
export function sortByOrder(list: readonly JsonValue[], order: readonly JsonValue[], mergeKey: string): JsonValue[] {
  if (mergeKey !== '') {
    for (const element of [...list, ...order]) requireMergeKey(requireElement(element), mergeKey);
  }
  const places = placesOf(order, mergeKey);
  const isDeletion = (element: JsonValue) => isJsonObject(element) && getKey(element, patchDirective) === 'delete';
  const kept = list.filter((element) => !isDeletion(element));
  const isKnown = kept.every((element) => places.has(identityOf(element, mergeKey)));
  const sorted = isKnown ? sortKnown(kept, places, mergeKey) : sortAsGo(kept, places, mergeKey);
  return [...sorted, ...list.filter(isDeletion)];
}

function sortKnown(list: readonly JsonValue[], places: Places, mergeKey: string): JsonValue[] {
  const place = (element: JsonValue) => places.get(identityOf(element, mergeKey)) ?? 0;
  return list.toSorted((left, right) => place(left) - place(right));
}

// Kubernetes: an element without a place counts as less than any other, and any other as less than it. What comes of
// that is up to the algorithm, which is an insertion sort.
function sortAsGo(list: readonly JsonValue[], places: Places, mergeKey: string): JsonValue[] {
  const sorted: JsonValue[] = [];
  for (const element of list) {
    const place = places.get(identityOf(element, mergeKey));
    let at = sorted.length;
    while (at > 0 && isLess(place, places.get(identityOf(sorted[at - 1] ?? null, mergeKey)))) at--;
    sorted.splice(at, 0, element);
  }
  return sorted;
}

function isLess(left: number | undefined, right: number | undefined): boolean {
  return left === undefined || right === undefined || left < right;
}
