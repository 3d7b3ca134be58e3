import type { GoFunction, GoValue } from './go-value.ts';

/** Describes a struct: what templates may ask of it. */
export interface GoStructType {
  /** As Go prints it: `update.Result`. */
  readonly name: string;
  /** Exported fields in their order. */
  readonly fields: readonly string[];
  /** Fields whose own fields can be asked for directly. */
  readonly embedded?: readonly string[];
  /** Methods by name; each is made for one struct. */
  readonly methods?: ReadonlyMap<string, (self: GoStruct) => GoFunction>;
  /** How it prints itself, where it has a method String. */
  readonly print?: (self: GoStruct) => string;
}

/** A value of a struct type. */
export class GoStruct {
  readonly type: GoStructType;
  readonly #values: ReadonlyMap<string, GoValue>;

  constructor(type: GoStructType, values: Readonly<Record<string, GoValue>>) {
    this.type = type;
    this.#values = new Map(Object.entries(values));
  }

  has(field: string): boolean {
    return this.type.fields.includes(field);
  }

  get(field: string): GoValue {
    return this.#values.get(field) ?? null;
  }

  /** The struct that a field belongs to: this one or one that is embedded. Undefined when there is none. */
  ownerOf(field: string): GoStruct | undefined {
    if (this.has(field)) return this;
    for (const name of this.type.embedded ?? []) {
      const inner = this.get(name);
      const owner = inner instanceof GoStruct ? inner.ownerOf(field) : undefined;
      if (owner !== undefined) return owner;
    }
    return undefined;
  }

  method(name: string): GoFunction | undefined {
    return this.type.methods?.get(name)?.(this);
  }
}
