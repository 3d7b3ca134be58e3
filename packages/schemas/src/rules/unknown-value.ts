import { Opaque, type Value } from '@flux19/cel';
import { deepEqual, type JsonValue } from '@flux19/objects';

/** A value without a schema, kept by x-kubernetes-preserve-unknown-fields. Rules can only compare the values around it. */
export class UnknownValue extends Opaque {
  override readonly typeName: string = 'unknown';
  readonly #value: JsonValue;

  constructor(value: JsonValue) {
    super();
    this.#value = value;
  }

  override equals(other: Value): boolean {
    return other instanceof UnknownValue && deepEqual(this.#value, other.#value);
  }

  override toString(): string {
    return 'unknown';
  }
}
