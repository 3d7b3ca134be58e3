import { CelMap, type Fault, noSuchOverload, type Value, valuesEqual } from '@flux19/cel';
import { deepEqual, getKey, type JsonObject, type JsonValue, type StructuralSchema } from '@flux19/objects';
import { additionalSchema } from '../schema/additional-schema.ts';
import { escapeName, unescapeName } from './escape-name.ts';
import { asResource } from './resource-schema.ts';

/** Makes values of fields; given, since fields are values like any other. */
export type MakeValue = (value: JsonValue | undefined, schema: StructuralSchema) => Value;

/** An object by its schema. Fields with names of their own are found by their escaped names, and null is as good as absent. */
export class TypedMap extends CelMap {
  readonly #fields: JsonObject;
  readonly #properties: { readonly [name: string]: StructuralSchema } | undefined;
  readonly #additional: StructuralSchema | undefined;
  readonly #makeValue: MakeValue;

  constructor(fields: JsonObject, schema: StructuralSchema, makeValue: MakeValue) {
    super();
    const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
    this.#fields = fields;
    this.#properties = isEmbedded ? asResource(schema).properties : schema.properties;
    this.#additional = this.#properties === undefined ? additionalSchema(schema) : undefined;
    this.#makeValue = makeValue;
  }

  override get size(): number {
    let size = 0;
    for (const name of Object.keys(this.#fields)) if (this.#fields[name] !== undefined) size++;
    return size;
  }

  override find(key: Value): Value | undefined {
    if (typeof key !== 'string') return noSuchOverload();
    const name = this.#properties === undefined ? key : unescapeName(key);
    return name === undefined ? undefined : this.#field(name);
  }

  override *keys(): Iterable<Value> {
    for (const name of Object.keys(this.#fields)) {
      if (this.#schemaOf(name) === undefined || this.#fields[name] === undefined) continue;
      yield this.#properties === undefined ? name : (escapeName(name) ?? name);
    }
  }

  /** Unknown fields are compared as they are; those that only the other side has are not looked at, as in kube-apiserver. */
  override equals(other: Value): boolean | Fault {
    if (!(other instanceof CelMap)) return noSuchOverload();
    if (this.size !== other.size) return false;
    for (const name of Object.keys(this.#fields)) {
      const equal =
        this.#schemaOf(name) === undefined ? this.#equalUnknown(name, other) : this.#equalField(name, other);
      if (equal !== true) return equal;
    }
    return true;
  }

  #schemaOf(name: string): StructuralSchema | undefined {
    return this.#properties === undefined ? this.#additional : getKey(this.#properties, name);
  }

  #field(name: string): Value | undefined {
    const value = getKey(this.#fields, name);
    const schema = this.#schemaOf(name);
    if (value === undefined || schema === undefined) return undefined;
    if (value === null && this.#properties !== undefined) return undefined;
    return this.#makeValue(value, schema);
  }

  #equalField(name: string, other: CelMap): boolean | Fault {
    const left = this.find(name);
    const right = other.find(name);
    if (left === undefined || right === undefined) return left === right;
    return valuesEqual(left, right);
  }

  #equalUnknown(name: string, other: CelMap): boolean | Fault {
    if (!(other instanceof TypedMap)) return noSuchOverload();
    const right = getKey(other.#fields, name);
    return right === undefined || deepEqual(this.#fields[name], right);
  }
}
