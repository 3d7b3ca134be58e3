import { OddScalar } from './odd-scalar.ts';
import { copyQuoted } from './quoted.ts';
import { SharedText } from './shared-text.ts';

/** A value inside a build: a JSON value, or a scalar that still knows its text. Maps have no prototype tricks: see `setField`. */
export type Value = null | boolean | number | bigint | string | OddScalar | Value[] | Fields;

export interface Fields {
  [key: string]: Value | undefined;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof OddScalar);
}

export function isScalar(value: Value | undefined): boolean {
  return value !== undefined && (typeof value !== 'object' || value === null || value instanceof OddScalar);
}

/** Null in any spelling. */
export function isNull(value: Value | undefined): boolean {
  return value === null || (value instanceof OddScalar && value.kind === 'null');
}

export function isMissingOrNull(value: Value | undefined): value is undefined | null {
  return value === undefined || isNull(value);
}

/** True for null, absent, `{}` and `[]`: what kustomize calls nil or empty. */
export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || isNull(value)) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isFields(value) && !hasFields(value);
}

export function hasFields(fields: Fields): boolean {
  for (const key in fields) if (fields[key] !== undefined) return true;
  return false;
}

/** The text of a scalar as it was written; a map or list has none. */
export function textOf(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (value === null) return 'null';
  if (value instanceof OddScalar) return value.text;
  return typeof value === 'object' ? '' : String(value);
}

/** As `textOf`, but null in any spelling is the empty text. */
export function textOrEmpty(value: Value | undefined): string {
  return isMissingOrNull(value) ? '' : textOf(value);
}

/** Own field only, so that `constructor` and the like are absent unless written. */
export function getField(fields: Fields, key: string): Value | undefined {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** Sets an own field, whatever its name. */
export function setField(fields: Fields, key: string, value: Value): void {
  if (key === '__proto__') {
    Object.defineProperty(fields, key, { value, writable: true, enumerable: true, configurable: true });
    return;
  }
  fields[key] = value;
}

/** Copies a value; `shared` keeps texts that several places share together. */
export function copyValue<Kind extends Value | undefined>(value: Kind, shared?: Map<SharedText, SharedText>): Kind;
export function copyValue(value: Value | undefined, shared?: Map<SharedText, SharedText>): Value | undefined {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof OddScalar) return value instanceof SharedText ? copyShared(value, shared) : value;
  if (Array.isArray(value)) {
    const list = new Array<Value>(value.length);
    for (let index = 0; index < value.length; index++) list[index] = copyValue(value[index] as Value, shared);
    return list;
  }
  return copyFields(value, shared);
}

function copyShared(text: SharedText, shared: Map<SharedText, SharedText> | undefined): Value {
  if (shared === undefined) return text.kind === 'string' ? text.text : text.copy();
  let copy = shared.get(text);
  if (copy === undefined) {
    copy = text.copy();
    shared.set(text, copy);
  }
  return copy;
}

export function copyFields(fields: Fields, shared?: Map<SharedText, SharedText>): Fields {
  const copy: Fields = {};
  for (const key in fields) {
    const value = fields[key];
    if (value === undefined) continue;
    if (key === '__proto__') setField(copy, key, copyValue(value, shared));
    else copy[key] = typeof value === 'object' ? copyValue(value, shared) : value;
  }
  copyQuoted(fields, copy);
  return copy;
}

/** Writes a field as kustomize does: into what is there already, which other places may share. */
export function writeField(fields: Fields, key: string, value: Value): void {
  const old = getField(fields, key);
  if (old instanceof SharedText && isScalar(value)) old.assign(value as Parameters<SharedText['assign']>[0]);
  else setField(fields, key, value);
}

/** The value as it is printed: odd scalars become what they stand for. Returns the same object when there are none. */
export function plainValue(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof OddScalar) return value.value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) value[index] = plainValue(value[index] as Value);
    return value;
  }
  for (const key in value) {
    const field = value[key];
    if (typeof field === 'object' && field !== null) setField(value, key, plainValue(field));
  }
  return value;
}
