import { OddScalar } from '../values/odd-scalar.ts';
import { markQuoted } from '../values/quoted.ts';
import { resolveScalar } from '../values/resolve-scalar.ts';
import { copyValue, type Fields, isFields, setField, type Value } from '../values/value.ts';
import type { Cursor } from './cursor.ts';

/** A key as read: its text, and whether it was written without quotes. */
export interface Key {
  readonly text: string;
  readonly plain: boolean;
  /** Set for a `? key` without a `:`, which has no value. */
  readonly isAlone?: boolean;
}

/** Sets fields of a map that is being read: refuses repeated keys and collects what `<<` merges. */
export class MapBuilder {
  readonly fields: Fields = {};
  private merges: Value[] | undefined;
  private readonly cursor: Cursor;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  add(key: Key, value: Value, pos: number): void {
    const { text } = key;
    if (key.plain && text === '<<') {
      if (this.merges !== undefined) this.cursor.fail('duplicate merge key', pos);
      this.merges = mergeList(this.cursor, value);
      return;
    }
    if (key.plain && !isWord(text)) this.checkKey(text, pos);
    if (this.cursor.rules === 'v3' && Object.hasOwn(this.fields, text)) {
      this.cursor.fail(`mapping key "${text}" already defined`, pos);
    }
    setField(this.fields, text, value);
    if (typeof value === 'string' && this.cursor.quoted) markQuoted(this.fields, text);
  }

  finish(): Fields {
    if (this.merges === undefined) return this.fields;
    const { fields } = this;
    // Earlier maps of a merge win over later ones, own fields over all.
    for (const merged of this.merges) {
      for (const key of Object.keys(merged as Fields)) {
        if (!Object.hasOwn(fields, key)) setField(fields, key, copyValue((merged as Fields)[key] as Value));
      }
    }
    return fields;
  }

  /** Go prints maps with other keys than strings nowhere: kustomize fails on them when it prints. */
  private checkKey(text: string, pos: number): void {
    if (this.cursor.rules !== 'v3' || this.cursor.depth <= 1) return;
    const value = resolveScalar(text);
    if (typeof value === 'string') return;
    const kind = value instanceof OddScalar ? value.kind : typeof value;
    this.cursor.fail(
      `json: unsupported type: map[interface {}]interface {} (the key ${text} is no string but ${kind}: quote it)`,
      pos,
    );
  }
}

/** True for text that cannot be anything but a string: starts with a letter other than those of null, true and false. */
function isWord(text: string): boolean {
  const code = text.charCodeAt(0) | 32;
  return code >= 97 && code <= 122 && code !== 110 && code !== 116 && code !== 102;
}

function mergeList(cursor: Cursor, value: Value): Value[] {
  const list = Array.isArray(value) ? value : [value];
  for (const item of list) {
    if (!isFields(item)) cursor.fail('map merge requires map or sequence of maps as the value');
  }
  return list;
}
