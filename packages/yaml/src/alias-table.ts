import { ComposeFault } from './compose-fault.ts';

/** Anchors of one document, and the bound on what their aliases add. Anchors and aliases are known by their place in the events. */
export class AliasTable {
  readonly #limit: number;
  readonly #anchors = new Map<string, number>();
  readonly #targets = new Map<number, number>();
  readonly #open = new Set<number>();
  #depth = 0;
  #added = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Forgets everything at the start of a document. */
  clear(): void {
    this.#anchors.clear();
    this.#targets.clear();
    this.#open.clear();
    this.#added = 0;
  }

  /** Notes an anchor; during a replay it was noted before, and a later one of its name may stand. */
  define(name: string, index: number): void {
    if (this.#depth === 0) this.#anchors.set(name, index);
  }

  /** Marks that the value of an anchor is being built. */
  open(index: number): void {
    this.#open.add(index);
  }

  /** Marks that the value of an anchor is complete. */
  close(index: number): void {
    this.#open.delete(index);
  }

  /** The event an alias stands for, always the one that was last when the alias was first met. Throws ComposeFault. */
  resolve(name: string, index: number, offset: number): number {
    const known = this.#targets.get(index);
    const target = known ?? this.#anchors.get(name);
    if (target === undefined) {
      throw new ComposeFault(`unknown anchor '${name}' referenced`, offset, 'quote a text that starts with *');
    }
    if (this.#open.has(target)) throw new ComposeFault(`anchor '${name}' value contains itself`, offset);
    if (known === undefined) this.#targets.set(index, target);
    return target;
  }

  /** From here on values come from an alias and count. */
  beginReplay(): void {
    this.#depth++;
  }

  /** Ends what `beginReplay` began. */
  endReplay(): void {
    this.#depth--;
  }

  /** Counts a value made by an alias. Throws ComposeFault at the bound. */
  count(offset: number): void {
    if (this.#depth === 0) return;
    this.#added++;
    if (this.#added > this.#limit) {
      throw new ComposeFault('document contains excessive aliasing', offset, 'write the repeated parts out');
    }
  }
}
