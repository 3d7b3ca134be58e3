import { deepEqual, getKey, isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { FieldSet } from '../sets/field-set.ts';
import {
  fieldTypeOf,
  kindOf,
  type ListType,
  type MapType,
  type NodeKind,
  type SchemaNode,
} from '../types/schema-node.ts';
import {
  addedLeaf,
  type Difference,
  DifferenceBuilder,
  joined,
  marked,
  modifiedLeaf,
  removedLeaf,
} from './difference.ts';
import { groupItems } from './group-items.ts';
import { type TypedFault, throwFaults } from './typed-value-error.ts';
import { validateScalar } from './validate.ts';

/** How a value differs from an earlier one. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

const noDifference: Comparison = { added: FieldSet.empty, modified: FieldSet.empty, removed: FieldSet.empty };

/** Compares two values of one schema. Throws TypedValueError where items of a list cannot be told apart. */
export function compare(before: JsonValue, after: JsonValue, node: SchemaNode): Comparison {
  if (before === after) return noDifference;
  const faults: TypedFault[] = [];
  const difference = compareNode(before, after, node, faults);
  throwFaults(faults);
  if (difference === undefined) return noDifference;
  return {
    added: FieldSet.fromBranch(difference.added),
    modified: FieldSet.fromBranch(difference.modified),
    removed: FieldSet.fromBranch(difference.removed),
  };
}

type Side = JsonValue | undefined;

/** What one reading of two values found; a leaf was compared as a whole. */
interface Reading {
  readonly isLeaf: boolean;
  readonly difference: Difference | undefined;
}

/** An undefined side is absent; null is a value. */
function compareNode(before: Side, after: Side, node: SchemaNode, faults: TypedFault[]): Difference | undefined {
  if (before === after) return undefined;
  const kind = kindOf(node, after === undefined ? before : after);
  const earlier = before === undefined || after === undefined ? kind : kindOf(node, before);
  const first = earlier === kind ? undefined : compareAs(earlier, before, after, node, faults);
  const reading = compareAs(kind, before, after, node, faults);
  const difference = joined(reading.difference, first?.difference);
  if (reading.isLeaf) return difference;
  if (before === undefined) return marked(difference, 'added');
  return after === undefined ? marked(difference, 'removed') : difference;
}

function compareAs(
  kind: NodeKind | undefined,
  before: Side,
  after: Side,
  node: SchemaNode,
  faults: TypedFault[],
): Reading {
  switch (kind) {
    case 'map':
      return compareMaps(before, after, node.map as MapType, faults);
    case 'list':
      return compareLists(before, after, node.list as ListType, faults);
    case 'scalar':
      faults.push(...scalarFaults(before, after, node));
      return compareLeaf(before, after);
    case undefined:
      faults.push({ path: '', message: `schema error: ${node.problem ?? 'invalid atom: inlined'}` });
      return compareLeaf(before, after);
  }
}

/** One side at least has to be a valid scalar. */
function scalarFaults(before: Side, after: Side, node: SchemaNode): TypedFault[] {
  if (node.scalar === undefined || before === undefined || after === undefined) return [];
  const left = validateScalar(before, node.scalar);
  const right = validateScalar(after, node.scalar);
  if (left.length === 0 || right.length === 0) return [];
  const told = (fault: TypedFault, side: string): TypedFault => ({ ...fault, message: `${side}: ${fault.message}` });
  return [...left.map((fault) => told(fault, 'lhs')), ...right.map((fault) => told(fault, 'rhs'))];
}

function compareLeaf(before: Side, after: Side): Reading {
  if (before === undefined) return { isLeaf: true, difference: addedLeaf };
  if (after === undefined) return { isLeaf: true, difference: removedLeaf };
  return { isLeaf: true, difference: deepEqual(before, after) ? undefined : modifiedLeaf };
}

function compareMaps(before: Side, after: Side, map: MapType, faults: TypedFault[]): Reading {
  const left = isJsonObject(before) ? before : undefined;
  const right = isJsonObject(after) ? after : undefined;
  // Two empty ones are compared as wholes, which keeps null apart from {}.
  if (map.isAtomic || (isEmpty(left) && isEmpty(right))) return compareLeaf(before, after);
  const builder = new DifferenceBuilder();
  const compareField = (name: string, fieldBefore: Side, fieldAfter: Side): void => {
    const type = fieldTypeOf(map, name);
    if (type === undefined) faults.push({ path: `.${name}`, message: 'schema error: invalid atom: inlined' });
    else builder.field(name, compareNode(fieldBefore, fieldAfter, type, faults));
  };
  for (const name in left) compareField(name, left[name], right && getKey(right, name));
  for (const name in right) {
    if (left === undefined || getKey(left, name) === undefined) compareField(name, undefined, right[name]);
  }
  return { isLeaf: false, difference: builder.build() };
}

function isEmpty(map: JsonObject | undefined): boolean {
  for (const name in map) if (map[name] !== undefined) return false;
  return true;
}

function compareLists(before: Side, after: Side, list: ListType, faults: TypedFault[]): Reading {
  const left = Array.isArray(before) ? before : [];
  const right = Array.isArray(after) ? after : [];
  if (list.relationship === 'atomic' || (left.length === 0 && right.length === 0)) return compareLeaf(before, after);
  const leftItems = groupItems(left, list, faults);
  const rightItems = groupItems(right, list, faults);
  const builder = new DifferenceBuilder();
  for (const [text, items] of leftItems) {
    builder.item(text, compareItems(items, rightItems.get(text) ?? [], list, faults));
  }
  for (const [text, items] of rightItems) {
    if (!leftItems.has(text)) builder.item(text, compareItems([], items, list, faults));
  }
  return { isLeaf: false, difference: builder.build() };
}

/** Items with the same keys: several of them are compared as a whole, since nothing tells them apart. */
function compareItems(
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  list: ListType,
  faults: TypedFault[],
): Difference | undefined {
  if (before.length <= 1 && after.length <= 1) return compareNode(before[0], after[0], list.element, faults);
  if (before.length > 1 && after.length > 1) return deepEqual(before, after) ? undefined : modifiedLeaf;
  if (before.length > 1) return joined(removedLeaf, compareNode(undefined, after[0], list.element, faults));
  return joined(addedLeaf, compareNode(before[0], undefined, list.element, faults));
}
