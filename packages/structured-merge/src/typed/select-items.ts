import { type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import type { Path } from '../paths/path-element.ts';
import { type Branch, hasChildren } from '../sets/branch.ts';
import { FieldSet } from '../sets/field-set.ts';
import { fieldTypeOf, kindOf, type ListType, type MapType, type SchemaNode } from '../types/schema-node.ts';
import { selectorOf } from './list-items.ts';
import { toFieldSet } from './to-field-set.ts';

/** The value without the fields and items of a set; null when nothing is left. The same object when nothing is removed. */
export function removeItems(value: JsonValue, node: SchemaNode, set: FieldSet): JsonValue {
  return new Selection(false).select(value, node, set.root);
}

export interface ExtractOptions {
  /** Also takes the key fields of list items, without which the result would not fit its schema. */
  readonly withKeyFields?: boolean;
}

/** Only the fields and items of a set; null when there are none. */
export function extractItems(
  value: JsonValue,
  node: SchemaNode,
  set: FieldSet,
  options: ExtractOptions = {},
): JsonValue {
  const wanted = options.withKeyFields === true ? set.union(keyFieldsOf(value, node, set)) : set;
  return new Selection(true).select(value, node, wanted.root);
}

/** The key fields of the items that paths of the set go through. */
function keyFieldsOf(value: JsonValue, node: SchemaNode, set: FieldSet): FieldSet {
  const present = toFieldSet(value, node);
  const paths = set.paths().filter((path) => present.has(path));
  return FieldSet.of(...paths.flatMap(keyFieldsOnPath));
}

function keyFieldsOnPath(path: Path): Path[] {
  return path.flatMap((element, i) =>
    element.kind === 'key'
      ? element.keys.map(([name]): Path => [...path.slice(0, i + 1), { kind: 'field', name }])
      : [],
  );
}

class Selection {
  readonly #isExtract: boolean;

  constructor(isExtract: boolean) {
    this.#isExtract = isExtract;
  }

  select(value: JsonValue, node: SchemaNode, branch: Branch): JsonValue {
    switch (kindOf(node, value)) {
      case 'map':
        return this.#selectInMap(value, node.map as MapType, branch);
      case 'list':
        return this.#selectInList(value, node.list as ListType, branch);
      case 'scalar':
        return value;
      case undefined:
        return null;
    }
  }

  #selectInMap(value: JsonValue, map: MapType, branch: Branch): JsonValue {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
    const names = Object.keys(value);
    if (names.length === 0 || map.isAtomic) return this.#isExtract ? value : null;
    const selected: JsonObject = {};
    let [kept, changed] = [0, 0];
    for (const name of names) {
      const before = value[name];
      if (before === undefined) continue;
      const after = this.#selectField(before, fieldTypeOf(map, name), branch, branch.fields.get(name));
      if (after !== before) changed++;
      if (after === undefined) continue;
      setKey(selected, name, after);
      kept++;
    }
    if (kept === 0) return null;
    return changed === 0 ? value : selected;
  }

  #selectField(
    value: JsonValue,
    type: SchemaNode | undefined,
    parent: Branch,
    branch: Branch | undefined,
  ): JsonValue | undefined {
    if (branch === undefined || type === undefined) return this.#isExtract ? undefined : value;
    // As upstream: below a member the set of the parent goes on.
    if (branch.isMember) return this.#isExtract ? this.select(value, type, parent) : undefined;
    return this.select(value, type, branch);
  }

  #selectInList(value: JsonValue, list: ListType, branch: Branch): JsonValue {
    if (!Array.isArray(value)) return null;
    if (value.length === 0 || list.relationship === 'atomic') return this.#isExtract ? value : null;
    const selected: JsonValue[] = [];
    for (const item of value) {
      const selector = selectorOf(list, item);
      const below = 'problem' in selector ? undefined : branch.items.get(selector.text);
      const after = this.#selectItem(item, list.element, below);
      if (after !== undefined) selected.push(after);
    }
    if (selected.length === 0) return null;
    return selected.length === value.length && selected.every((item, i) => item === value[i]) ? value : selected;
  }

  #selectItem(item: JsonValue, element: SchemaNode, branch: Branch | undefined): JsonValue | undefined {
    if (branch === undefined) return this.#isExtract ? undefined : item;
    if (branch.isMember && !this.#isExtract) return undefined;
    return hasChildren(branch) ? this.select(item, element, branch) : item;
  }
}
