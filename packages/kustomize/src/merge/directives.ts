import { FieldPathError } from '../filters/walk-field.ts';
import { type Fields, getField, hasFields, isFields, isMissingOrNull, textOf, type Value } from '../values/value.ts';

export type Directive = 'merge' | 'replace' | 'delete';

const key = '$patch';

/** The `$patch` of a map, which is taken out of it. */
export function mapDirective(patch: Fields): Directive {
  const value = getField(patch, key);
  if (value === undefined) return 'merge';
  const directive = parse(value);
  delete patch[key];
  return directive;
}

/** The directive for a whole list: an item that holds nothing but `$patch`. Such items are taken out. */
export function listDirective(patch: Value[]): Directive {
  const item = patch.find((other): other is Fields => isFields(other) && Object.hasOwn(other, key));
  if (item === undefined || Object.keys(item).length > 1) return 'merge';
  const directive = parse(item[key] as Value);
  const rest = patch.filter((other) => !isDropped(other, directive));
  patch.splice(0, patch.length, ...rest);
  return directive;
}

function isDropped(item: Value, directive: Directive): boolean {
  if (isMissingOrNull(item)) return true;
  if (!isFields(item)) return false;
  return !hasFields(item) || textOf(getField(item, key)) === directive;
}

function parse(value: Value): Directive {
  const text = textOf(value);
  if (text === 'merge' || text === 'replace' || text === 'delete') return text;
  throw new FieldPathError(`unknown patch strategy '${text}'`, key);
}
