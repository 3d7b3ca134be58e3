import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { compareElements } from '../paths/compare-elements.ts';
import { FieldSetError, type ItemElement, parseItem, printItem } from '../paths/item-text.ts';
import { type Branch, BranchBuilder, emptyBranch, leaf } from './branch.ts';

/** Reads fieldsV1. Elements of unknown kinds are skipped, as Kubernetes does; malformed ones throw FieldSetError. */
export function readBranch(fieldsV1: JsonObject): Branch {
  const root = readFields(fieldsV1) ?? emptyBranch;
  return root.isMember ? { ...root, isMember: false } : root;
}

/** Undefined for an object without path elements, which stands for a member. */
function readFields(fields: JsonObject): Branch | undefined {
  const builder = new BranchBuilder();
  for (const key of Object.keys(fields)) {
    if (key === '.') builder.isMember = true;
    else readChild(builder, key, fields[key]);
  }
  const branch = builder.build();
  return branch === leaf ? undefined : branch;
}

function readChild(builder: BranchBuilder, key: string, value: JsonValue | undefined): void {
  if (value !== null && !isJsonObject(value)) throw new FieldSetError(`expected an object below ${key}`);
  const child = (value === null ? undefined : readFields(value)) ?? leaf;
  if (key.startsWith('f:')) {
    builder.field(key.slice(2), child);
    return;
  }
  const element = parseItem(key);
  if (element !== undefined) builder.item(printItem(element), child);
}

/** Prints fieldsV1 with its keys in the order of Kubernetes. The branch's own membership is not printed. */
export function printBranch(branch: Branch): JsonObject {
  const fields: JsonObject = {};
  for (const [name, child] of sortedFields(branch)) fields[`f:${name}`] = printChild(child);
  for (const [, text, child] of sortedItems(branch)) fields[text] = printChild(child);
  return fields;
}

function printChild(child: Branch): JsonObject {
  if (child === leaf) return {};
  return child.isMember ? { '.': {}, ...printBranch(child) } : printBranch(child);
}

/** Fields in the order of their names. */
export function sortedFields(branch: Branch): readonly (readonly [name: string, child: Branch])[] {
  if (branch.fields.size === 0) return [];
  const entries = [...branch.fields];
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** List items in order, with their elements. */
export function sortedItems(branch: Branch): readonly (readonly [element: ItemElement, text: string, child: Branch])[] {
  if (branch.items.size === 0) return [];
  const entries = [...branch.items].map(([text, child]) => [parseKnown(text), text, child] as const);
  return entries.sort(([a], [b]) => compareElements(a, b));
}

function parseKnown(text: string): ItemElement {
  const element = parseItem(text);
  if (element === undefined) throw new FieldSetError(`unknown path element: ${text}`);
  return element;
}
