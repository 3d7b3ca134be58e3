import { formatValue } from '../format/format-value.ts';
import type { GoValue } from '../values/go-value.ts';
import { isList, isNil } from '../values/kinds.ts';

/** The type under which maps are declared. */
export const map = 'map[string]interface {}';

/** sprig's strval: a text as it is, everything else as %v. */
export function textOf(value: GoValue): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return formatValue(value);
}

/** sprig's strslice: texts of a list without its nils; one text for what is no list. */
export function textsOf(value: GoValue): string[] {
  if (isNil(value)) return [];
  return isList(value) ? value.filter((each) => !isNil(each)).map(textOf) : [textOf(value)];
}
