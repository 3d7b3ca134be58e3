// Reading and writing parts of objects whose shape was checked against their schema before.
import { getKey, isJsonObject, type JsonObject, type JsonValue, type KubeObject, setKey } from '@flux19/objects';

/** A Kubernetes object seen as plain JSON. */
export function asJson(object: KubeObject): JsonObject {
  return object as unknown as JsonObject;
}

/** A plain JSON object that is known to be a Kubernetes object. */
export function asKubeObject(object: JsonObject): KubeObject {
  return object as unknown as KubeObject;
}

export function field(parent: JsonObject | undefined, name: string): JsonValue | undefined {
  return parent === undefined ? undefined : getKey(parent, name);
}

export function objectField(parent: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = field(parent, name);
  return isJsonObject(value) ? value : undefined;
}

/** The object under a name, made when there is none. */
export function ensureObject(parent: JsonObject, name: string): JsonObject {
  const found = objectField(parent, name);
  if (found !== undefined) return found;
  const made: JsonObject = {};
  setKey<JsonValue>(parent, name, made);
  return made;
}

export function listField(parent: JsonObject | undefined, name: string): readonly JsonValue[] {
  const value = field(parent, name);
  return Array.isArray(value) ? value : [];
}

/** The objects of a list; other items are left out. */
export function objectsField(parent: JsonObject | undefined, name: string): readonly JsonObject[] {
  return listField(parent, name).filter(isJsonObject);
}

/** The texts of a list; other items are left out. */
export function textsField(parent: JsonObject | undefined, name: string): readonly string[] {
  return listField(parent, name).filter((item) => typeof item === 'string');
}

/** The text under a name, empty when there is none: Kubernetes makes no difference either. */
export function textField(parent: JsonObject | undefined, name: string): string {
  const value = field(parent, name);
  return typeof value === 'string' ? value : '';
}

export function numberField(parent: JsonObject | undefined, name: string): number | undefined {
  const value = field(parent, name);
  return typeof value === 'number' ? value : undefined;
}

export function isTrue(parent: JsonObject | undefined, name: string): boolean {
  return field(parent, name) === true;
}

/** What a path of names leads to. */
export function fieldAt(root: JsonObject | undefined, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const name of path) value = isJsonObject(value) ? getKey(value, name) : undefined;
  return value;
}

/** Sets a field unless it is there. */
export function setDefault(parent: JsonObject, name: string, value: JsonValue): void {
  if (field(parent, name) === undefined) setKey<JsonValue>(parent, name, value);
}

/** Sets a text unless there is one: an empty text counts as none. */
export function setDefaultText(parent: JsonObject, name: string, value: string): void {
  if (textField(parent, name) === '') setKey<JsonValue>(parent, name, value);
}
