import { asMember, type Branch, BranchBuilder, leaf } from '../sets/branch.ts';

/** How two values differ, as branches; undefined instead of one without parts. A member branch is about the value itself. */
export interface Difference {
  readonly added?: Branch | undefined;
  readonly modified?: Branch | undefined;
  readonly removed?: Branch | undefined;
}

const parts = ['added', 'modified', 'removed'] as const;

export const addedLeaf: Difference = { added: leaf };
export const modifiedLeaf: Difference = { modified: leaf };
export const removedLeaf: Difference = { removed: leaf };

/** Gathers the differences of what lies below a value. */
export class DifferenceBuilder {
  #builders: Record<(typeof parts)[number], BranchBuilder> | undefined;

  field(name: string, below: Difference | undefined): void {
    if (below === undefined) return;
    const builders = this.#open();
    for (const part of parts) builders[part].field(name, below[part]);
  }

  item(text: string, below: Difference | undefined): void {
    if (below === undefined) return;
    const builders = this.#open();
    for (const part of parts) builders[part].item(text, below[part]);
  }

  build(): Difference | undefined {
    const builders = this.#builders;
    if (builders === undefined) return undefined;
    return { added: builders.added.build(), modified: builders.modified.build(), removed: builders.removed.build() };
  }

  #open(): Record<(typeof parts)[number], BranchBuilder> {
    this.#builders ??= { added: new BranchBuilder(), modified: new BranchBuilder(), removed: new BranchBuilder() };
    return this.#builders;
  }
}

/** The difference that also says that the value itself was added or removed. */
export function marked(difference: Difference | undefined, part: 'added' | 'removed'): Difference {
  return { ...difference, [part]: asMember(difference?.[part]) };
}

/** Two differences of one value, at most one of which says something in each part. */
export function joined(a: Difference | undefined, b: Difference | undefined): Difference | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return { added: a.added ?? b.added, modified: a.modified ?? b.modified, removed: a.removed ?? b.removed };
}
