import { type Branch, branchOf, emptyBranch } from './branch.ts';

type Branches = ReadonlyMap<string, Branch>;
type Pairing = (a: Branch, b: Branch) => Branch | undefined;

export function unionOf(a: Branch, b: Branch): Branch {
  if (a === b) return a;
  return branchOf(a.isMember || b.isMember, mergeMaps(a.fields, b.fields), mergeMaps(a.items, b.items)) ?? emptyBranch;
}

function mergeMaps(a: Branches, b: Branches): Branches {
  if (a.size === 0 || a === b) return b;
  if (b.size === 0) return a;
  const merged = new Map(a);
  for (const [key, branch] of b) {
    const other = a.get(key);
    merged.set(key, other === undefined ? branch : unionOf(other, branch));
  }
  return merged;
}

export function intersectionOf(a: Branch, b: Branch): Branch | undefined {
  if (a === b) return a;
  return branchOf(a.isMember && b.isMember, sharedOf(a.fields, b.fields), sharedOf(a.items, b.items));
}

function sharedOf(a: Branches, b: Branches): Branches {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  const shared = new Map<string, Branch>();
  for (const [key, branch] of small) {
    const other = large.get(key);
    const both = other === undefined ? undefined : intersectionOf(branch, other);
    if (both !== undefined) shared.set(key, both);
  }
  return shared;
}

export function differenceOf(a: Branch, b: Branch): Branch | undefined {
  if (a === b) return undefined;
  return subtract(a, b, a.isMember && !b.isMember, differenceOf);
}

/** Also takes away what lies below a member of `b`. */
export function recursiveDifferenceOf(a: Branch, b: Branch): Branch | undefined {
  return subtract(a, b, a.isMember, (child, other) =>
    other.isMember ? undefined : recursiveDifferenceOf(child, other),
  );
}

function subtract(a: Branch, b: Branch, isMember: boolean, pairing: Pairing): Branch | undefined {
  const fields = subtractMaps(a.fields, b.fields, pairing);
  const items = subtractMaps(a.items, b.items, pairing);
  if (fields === a.fields && items === a.items && isMember === a.isMember) return a;
  return branchOf(isMember, fields, items);
}

function subtractMaps(a: Branches, b: Branches, pairing: Pairing): Branches {
  if (a.size === 0 || b.size === 0) return a;
  const rest = new Map<string, Branch>();
  let isSame = true;
  for (const [key, branch] of a) {
    const other = b.get(key);
    const left = other === undefined ? branch : pairing(branch, other);
    if (left !== branch) isSame = false;
    if (left !== undefined) rest.set(key, left);
  }
  return isSame ? a : rest;
}

/** The members with nothing below them. */
export function leavesOf(branch: Branch): Branch | undefined {
  const isLeaf = branch.fields.size === 0 && branch.items.size === 0;
  if (isLeaf) return branch.isMember ? branch : undefined;
  return branchOf(false, mapBranches(branch.fields, leavesOf), mapBranches(branch.items, leavesOf));
}

/** Every branch of a map after a change; without those that vanish. */
export function mapBranches(branches: Branches, change: (branch: Branch, key: string) => Branch | undefined): Branches {
  let changed: Map<string, Branch> | undefined;
  for (const [key, branch] of branches) {
    const next = change(branch, key);
    if (next === branch) continue;
    changed ??= new Map(branches);
    if (next === undefined) changed.delete(key);
    else changed.set(key, next);
  }
  return changed ?? branches;
}

export function branchesEqual(a: Branch, b: Branch): boolean {
  if (a === b) return true;
  return a.isMember === b.isMember && mapsEqual(a.fields, b.fields) && mapsEqual(a.items, b.items);
}

function mapsEqual(a: Branches, b: Branches): boolean {
  if (a.size !== b.size) return false;
  for (const [key, branch] of a) {
    const other = b.get(key);
    if (other === undefined || !branchesEqual(branch, other)) return false;
  }
  return true;
}

/** Whether every member of `a` is one of `b`. */
export function isSubset(a: Branch, b: Branch): boolean {
  if (a === b) return true;
  if (a.isMember && !b.isMember) return false;
  return mapsSubset(a.fields, b.fields) && mapsSubset(a.items, b.items);
}

function mapsSubset(a: Branches, b: Branches): boolean {
  if (a.size > b.size) return false;
  for (const [key, branch] of a) {
    const other = b.get(key);
    if (other === undefined || !isSubset(branch, other)) return false;
  }
  return true;
}

/** Number of members. */
export function sizeOf(branch: Branch): number {
  let size = branch.isMember ? 1 : 0;
  for (const child of branch.fields.values()) size += sizeOf(child);
  for (const child of branch.items.values()) size += sizeOf(child);
  return size;
}
