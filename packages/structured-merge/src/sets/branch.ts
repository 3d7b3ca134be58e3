/**
 * A node of the tree that a field set is: whether its path is a member, and what lies below, fields by name and list items
 * by their fieldsV1 key. Immutable; branches are shared freely. There are no empty branches below the root.
 */
export interface Branch {
  readonly isMember: boolean;
  readonly fields: ReadonlyMap<string, Branch>;
  readonly items: ReadonlyMap<string, Branch>;
}

type Branches = ReadonlyMap<string, Branch>;

const none: Branches = new Map();

/** The branch of no path at all: an empty set. */
export const emptyBranch: Branch = { isMember: false, fields: none, items: none };

/** A member with nothing below it. */
export const leaf: Branch = { isMember: true, fields: none, items: none };

/** A branch of these parts; undefined when it would be empty. */
export function branchOf(isMember: boolean, fields: Branches, items: Branches): Branch | undefined {
  if (fields.size > 0 || items.size > 0) return { isMember, fields, items };
  return isMember ? leaf : undefined;
}

/** The same branch as a member. */
export function asMember(branch: Branch | undefined): Branch {
  if (branch === undefined) return leaf;
  return branch.isMember ? branch : { ...branch, isMember: true };
}

export function hasChildren(branch: Branch): boolean {
  return branch.fields.size > 0 || branch.items.size > 0;
}

/** Collects the children of a branch. */
export class BranchBuilder {
  isMember = false;
  #fields: Map<string, Branch> | undefined;
  #items: Map<string, Branch> | undefined;

  field(name: string, branch: Branch | undefined): void {
    if (branch === undefined) return;
    this.#fields ??= new Map();
    this.#fields.set(name, branch);
  }

  item(text: string, branch: Branch | undefined): void {
    if (branch === undefined) return;
    this.#items ??= new Map();
    this.#items.set(text, branch);
  }

  build(): Branch | undefined {
    return branchOf(this.isMember, this.#fields ?? none, this.#items ?? none);
  }
}
