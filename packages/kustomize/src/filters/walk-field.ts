import { type FieldSpec, splitPath } from '../config/field-spec.ts';
import { type Fields, isFields, isNull, setField, type Value, writeField } from '../values/value.ts';

/** A map or list and the place in it where a field or item lives. */
export type Holder = Fields | Value[];

/** Called for each place a path leads to; reads and writes `holder[key]`. */
export type Visit = (holder: Holder, key: string | number, value: Value) => void;

/** What an absent field becomes when its spec says `create`; undefined creates nothing. */
export type CreateKind = 'map' | 'text' | undefined;

/** A field spec ready for use: see {@link compileFieldSpec}. */
export interface CompiledFieldSpec {
  readonly spec: FieldSpec;
  readonly parts: readonly { readonly name: string; readonly isList: boolean }[];
}

/** A path leads through something that is neither map nor list. */
export class FieldPathError extends Error {
  override readonly name = 'FieldPathError';
  readonly path: string;

  constructor(message: string, path: string) {
    super(message);
    this.path = path;
  }
}

export function compileFieldSpec(spec: FieldSpec): CompiledFieldSpec {
  const parts = splitPath(spec.path).map((part) =>
    part.endsWith('[]') ? { name: part.slice(0, -2), isList: true } : { name: part, isList: false },
  );
  return { spec, parts };
}

/** Visits what a field spec leads to in an object. Lists on the way are visited item by item. */
export function walkField(root: Fields, field: CompiledFieldSpec, create: CreateKind, visit: Visit): void {
  const creates = field.spec.create === true ? create : undefined;
  walkMap(root, 0, { field, creates, visit });
}

interface Walk {
  readonly field: CompiledFieldSpec;
  readonly creates: CreateKind;
  readonly visit: Visit;
}

function walkMap(map: Fields, index: number, walk: Walk): void {
  const { parts } = walk.field;
  const part = parts[index];
  if (part === undefined) return;
  if (part.name === '') throw new FieldPathError('cannot set or create an empty field name', walk.field.spec.path);
  const isLast = index === parts.length - 1;
  let value = Object.hasOwn(map, part.name) ? map[part.name] : undefined;
  if (value === undefined || isNull(value)) {
    const made = make(value, part.isList, isLast, walk.creates);
    if (made === undefined) return;
    value = made;
    setField(map, part.name, value);
  }
  step(map, part.name, value, index + 1, walk);
}

/** A missing field is created when the spec says so; a null one also becomes a list when the path says it is one. */
function make(value: Value | undefined, isList: boolean, isLast: boolean, creates: CreateKind): Value | undefined {
  if (isList) return value === undefined ? undefined : [];
  if (creates === undefined) return value;
  if (!isLast || creates === 'map') return {};
  return '';
}

function step(holder: Holder, key: string | number, value: Value, index: number, walk: Walk): void {
  if (index === walk.field.parts.length) {
    walk.visit(holder, key, value);
    return;
  }
  if (isNull(value)) return;
  if (Array.isArray(value)) {
    for (let item = 0; item < value.length; item++) step(value, item, value[item] as Value, index, walk);
  } else if (isFields(value)) walkMap(value, index, walk);
  else throw new FieldPathError('expected sequence or mapping node', walk.field.spec.path);
}

/** Writes a place. */
export function setAt(holder: Holder, key: string | number, value: Value): void {
  if (Array.isArray(holder)) holder[key as number] = value;
  else writeField(holder, key as string, value);
}
