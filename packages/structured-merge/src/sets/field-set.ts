import type { JsonObject } from '@flux19/objects';
import { printItem } from '../paths/item-text.ts';
import type { Path, PathElement } from '../paths/path-element.ts';
import { formatPath } from '../paths/path-text.ts';
import { type Branch, BranchBuilder, emptyBranch, leaf } from './branch.ts';
import {
  branchesEqual,
  differenceOf,
  intersectionOf,
  isSubset,
  leavesOf,
  recursiveDifferenceOf,
  sizeOf,
  unionOf,
} from './set-algebra.ts';
import { printBranch, readBranch, sortedFields, sortedItems } from './set-json.ts';

/** An immutable set of paths: the fieldsV1 of a managedFields entry. The path of the root is never a member. */
export class FieldSet {
  static readonly empty: FieldSet = new FieldSet(emptyBranch);

  /** The tree behind the set; for this package only. */
  readonly root: Branch;

  private constructor(root: Branch) {
    this.root = root;
  }

  /** A set of these paths; a path with text stands for fields: `['spec', 'replicas']`. */
  static of(...paths: readonly (readonly (PathElement | string)[])[]): FieldSet {
    return paths.reduce((set: FieldSet, path) => set.union(FieldSet.fromBranch(branchOfPath(path))), FieldSet.empty);
  }

  /** Wraps a tree; for this package only. */
  static fromBranch(root: Branch | undefined): FieldSet {
    if (root === undefined || root === leaf || root === emptyBranch) return FieldSet.empty;
    return new FieldSet(root.isMember ? { ...root, isMember: false } : root);
  }

  /** Reads fieldsV1; throws FieldSetError on malformed keys. */
  static fromJson(fieldsV1: JsonObject): FieldSet {
    return FieldSet.fromBranch(readBranch(fieldsV1));
  }

  /** Prints fieldsV1 with its keys in the order of Kubernetes. */
  toJson(): JsonObject {
    return printBranch(this.root);
  }

  has(path: Path): boolean {
    let branch: Branch | undefined = this.root;
    for (const element of path) {
      branch = childOf(branch, element);
      if (branch === undefined) return false;
    }
    return branch.isMember;
  }

  isEmpty(): boolean {
    return this.root === emptyBranch;
  }

  /** Number of paths. */
  get size(): number {
    return sizeOf(this.root);
  }

  equals(other: FieldSet): boolean {
    return branchesEqual(this.root, other.root);
  }

  isSubsetOf(other: FieldSet): boolean {
    return isSubset(this.root, other.root);
  }

  union(other: FieldSet): FieldSet {
    return this.#with(unionOf(this.root, other.root));
  }

  intersection(other: FieldSet): FieldSet {
    return this.#with(intersectionOf(this.root, other.root));
  }

  /** The paths that are not in the other set. */
  difference(other: FieldSet): FieldSet {
    return this.#with(differenceOf(this.root, other.root));
  }

  /** The paths that are neither in the other set nor below one of its paths. */
  recursiveDifference(other: FieldSet): FieldSet {
    return this.#with(recursiveDifferenceOf(this.root, other.root));
  }

  /** The paths that are not a prefix of another path of the set. */
  leaves(): FieldSet {
    return this.#with(leavesOf(this.root));
  }

  /** What lies below a path element, as a set of its own. */
  withPrefix(element: PathElement): FieldSet {
    return FieldSet.fromBranch(childOf(this.root, element));
  }

  /** Every path, in the order of Kubernetes: the members of a level before what lies below them. */
  paths(): Path[] {
    const paths: Path[] = [];
    collectPaths(this.root, [], paths);
    return paths;
  }

  /** The paths one a line: `.spec.replicas`. */
  toString(): string {
    return this.paths().map(formatPath).join('\n');
  }

  #with(root: Branch | undefined): FieldSet {
    return root === this.root ? this : FieldSet.fromBranch(root);
  }
}

function childOf(branch: Branch, element: PathElement): Branch | undefined {
  return element.kind === 'field' ? branch.fields.get(element.name) : branch.items.get(printItem(element));
}

function branchOfPath(path: readonly (PathElement | string)[]): Branch | undefined {
  if (path.length === 0) return undefined;
  return path.reduceRight((child: Branch, element) => {
    const builder = new BranchBuilder();
    if (typeof element === 'string') builder.field(element, child);
    else if (element.kind === 'field') builder.field(element.name, child);
    else builder.item(printItem(element), child);
    return builder.build() ?? child;
  }, leaf);
}

function collectPaths(branch: Branch, prefix: Path, paths: Path[]): void {
  const fields = sortedFields(branch).map(([name, child]) => [{ kind: 'field', name } as const, child] as const);
  const items = sortedItems(branch).map(([element, , child]) => [element, child] as const);
  const children: readonly (readonly [PathElement, Branch])[] = [...fields, ...items];
  for (const [element, child] of children) if (child.isMember) paths.push([...prefix, element]);
  for (const [element, child] of children) if (child !== leaf) collectPaths(child, [...prefix, element], paths);
}
