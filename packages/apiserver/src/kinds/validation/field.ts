import { getKey, isJsonObject, type JsonObject, type JsonValue, type KubeObject, setKey } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import {
  duplicateField,
  forbiddenField,
  invalidField,
  notFoundField,
  requiredField,
  tooLongField,
  tooManyField,
  unsupportedField,
} from '../../errors/field-errors.ts';
import { asJson } from '../../json/fields.ts';

/** Looks at a field and complains, at that field, about what is wrong. */
export type Check = (field: Field) => void;

/**
 * A place in an object under validation: its value, which may be absent, its path, and the list that complaints go to.
 * Paths are put together only when there is something to complain about.
 */
export class Field {
  readonly value: JsonValue | undefined;
  /** The name of a field, the key of an entry; empty at the root and for items of lists. */
  readonly name: string;
  readonly findings: FieldError[];
  readonly #parent: Field | undefined;
  /** `.name`, `[0]` or `[key]`. */
  readonly #step: string;

  private constructor(value: JsonValue | undefined, parent: Field | undefined, step: string, name: string) {
    this.value = value;
    this.name = name;
    this.#parent = parent;
    this.#step = step;
    this.findings = parent === undefined ? [] : parent.findings;
  }

  /** The whole object. */
  static root(object: KubeObject | JsonObject): Field {
    return new Field(asJson(object as KubeObject), undefined, '', '');
  }

  /** A part of an object that is looked at by itself. */
  static placed(value: JsonValue | undefined, path: string): Field {
    return new Field(value, undefined, path, '');
  }

  /** `spec.containers[0].name`; empty for the root. */
  get path(): string {
    const path = (this.#parent?.path ?? '') + this.#step;
    return path.startsWith('.') ? path.slice(1) : path;
  }

  /** The whole object that the field is in. */
  get root(): Field {
    return this.#parent?.root ?? this;
  }

  child(name: string): Field {
    const { value } = this;
    return new Field(isJsonObject(value) ? getKey(value, name) : undefined, this, `.${name}`, name);
  }

  /** The field at the end of a path of names. */
  at(...names: readonly string[]): Field {
    let field: Field = this;
    for (const name of names) field = field.child(name);
    return field;
  }

  /** This value under another name: some rules complain at a name of Go rather than of the API. */
  named(name: string): Field {
    return new Field(this.value, this.#parent ?? this, `.${name}`, name);
  }

  /** The same place and value as the entry of a map with this key, for rules about keys. */
  holdingName(name: string): Field {
    return new Field(this.value, this.#parent ?? this, this.#step, name);
  }

  /** An entry of a map, as `limits[cpu]`. */
  key(name: string): Field {
    const { value } = this;
    return new Field(isJsonObject(value) ? getKey(value, name) : undefined, this, `[${name}]`, name);
  }

  /** The item of a list, which may be absent. */
  index(position: number): Field {
    const item = Array.isArray(this.value) ? this.value[position] : undefined;
    return new Field(item, this, `[${position}]`, '');
  }

  /** The same place with another value, for what is derived from it. */
  holding(value: JsonValue | undefined): Field {
    return new Field(value, this.#parent ?? this, this.#step, this.name);
  }

  /** The items of a list; none when it is no list. */
  items(): Field[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.map((item, position) => new Field(item, this, `[${position}]`, ''));
  }

  /** The items of the list under a name. */
  list(name: string): Field[] {
    const { value } = this;
    if (!isJsonObject(value) || getKey(value, name) === undefined) return [];
    return this.child(name).items();
  }

  /** The entries of a map; none when it is no map. */
  entries(): Field[] {
    const { value } = this;
    if (!isJsonObject(value)) return [];
    return Object.entries(value).map(([name, entry]) => new Field(entry, this, `[${name}]`, name));
  }

  get isSet(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  has(name: string): boolean {
    const { value } = this;
    if (!isJsonObject(value)) return false;
    const found = getKey(value, name);
    return found !== undefined && found !== null;
  }

  /** The text; empty when there is none, which Kubernetes does not tell apart. */
  get text(): string {
    return typeof this.value === 'string' ? this.value : '';
  }

  /** The number; zero when there is none. */
  get number(): number {
    return typeof this.value === 'number' || typeof this.value === 'bigint' ? Number(this.value) : 0;
  }

  get isTrue(): boolean {
    return this.value === true;
  }

  get object(): JsonObject | undefined {
    return isJsonObject(this.value) ? this.value : undefined;
  }

  /** How many items, entries or characters there are. */
  get length(): number {
    const { value } = this;
    if (typeof value === 'string') return Buffer.byteLength(value);
    return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
  }

  textOf(name: string): string {
    const { value } = this;
    const found = isJsonObject(value) ? getKey(value, name) : undefined;
    return typeof found === 'string' ? found : '';
  }

  numberOf(name: string): number {
    const { value } = this;
    const found = isJsonObject(value) ? getKey(value, name) : undefined;
    return typeof found === 'number' || typeof found === 'bigint' ? Number(found) : 0;
  }

  /** The texts of the list under a name. */
  textsOf(name: string): string[] {
    const { value } = this;
    const found = isJsonObject(value) ? getKey(value, name) : undefined;
    return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : [];
  }

  /** Lets checks look at this field, one after the other. */
  must(...checks: readonly Check[]): this {
    for (const check of checks) check(this);
    return this;
  }

  /** As `must`, for a field that need not be set. */
  mayBe(...checks: readonly Check[]): this {
    return this.isSet ? this.must(...checks) : this;
  }

  add(error: FieldError): void {
    this.findings.push(error);
  }

  /** The value as Go prints it: a null when there is none, maps by their keys. */
  get shown(): JsonValue {
    return inGoOrder(this.value ?? null);
  }

  invalid(detail: string, value: unknown = this.value === undefined ? '' : this.shown): void {
    this.add(invalidField(this.#named, value, detail));
  }

  required(detail?: string): void {
    this.add(requiredField(this.#named, detail));
  }

  forbidden(detail: string): void {
    this.add(forbiddenField(this.#named, detail));
  }

  unsupported(supported: readonly string[], value: unknown = this.value ?? ''): void {
    this.add(unsupportedField(this.#named, value, supported));
  }

  duplicate(value: unknown = this.value ?? ''): void {
    this.add(duplicateField(this.#named, value));
  }

  notFound(value: unknown = this.value ?? ''): void {
    this.add(notFoundField(this.#named, value));
  }

  tooLong(limitBytes: number): void {
    this.add(tooLongField(this.#named, limitBytes));
  }

  tooMany(limit: number): void {
    this.add(tooManyField(this.#named, this.length, limit));
  }

  /** Kubernetes has no path for the whole object. */
  get #named(): string {
    return this.#parent === undefined && this.#step === '' ? '<nil>' : this.path;
  }
}

/** Maps are printed by their keys; of a selector, the labels come first. */
function inGoOrder(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inGoOrder);
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).toSorted();
  const labels = keys.indexOf('matchLabels');
  if (labels === 1 && keys[0] === 'matchExpressions') keys.reverse();
  const result: JsonObject = {};
  for (const key of keys) setKey<JsonValue>(result, key, inGoOrder(getKey(value, key) ?? null));
  return result;
}

/** Complaints about an object by rules that look at its fields. */
export function findings(object: KubeObject | JsonObject, look: Check): FieldError[] {
  const root = Field.root(object);
  look(root);
  return root.findings;
}
