import { valuesEqual } from './equality.ts';
import { CelMap } from './map.ts';
import type { Value } from './value.ts';

/** What a message literal makes: an object of a named type. */
export class StructValue extends CelMap {
  readonly #typeName: string;
  readonly #fields: ReadonlyMap<string, Value>;

  constructor(typeName: string, fields: ReadonlyMap<string, Value>) {
    super();
    this.#typeName = typeName;
    this.#fields = fields;
  }

  override get typeName(): string {
    return this.#typeName;
  }

  override get size(): number {
    return this.#fields.size;
  }

  override find(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#fields.get(key) : undefined;
  }

  override keys(): Iterable<string> {
    return this.#fields.keys();
  }

  override equals(other: Value): boolean {
    if (!(other instanceof StructValue) || other.typeName !== this.typeName || other.size !== this.size) return false;
    return [...this.#fields].every(([name, value]) => valuesEqual(value, other.find(name) ?? null) === true);
  }
}
