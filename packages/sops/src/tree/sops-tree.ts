/** A comment of a file; `text` is what follows its sign. */
export interface SopsComment {
  readonly kind: 'comment';
  readonly text: string;
  /** Behind a value instead of above it. */
  readonly isInline: boolean;
}

/** A moment, as RFC 3339. */
export interface SopsTime {
  readonly kind: 'time';
  readonly text: string;
}

/** A value without parts. Bytes stand for texts that are not UTF-8. */
export type SopsLeaf = null | boolean | number | bigint | string | Uint8Array | SopsTime;

export interface SopsList {
  readonly kind: 'list';
  readonly items: readonly (SopsValue | SopsComment)[];
}

/** A mapping in the order of the file, on which the message authentication code depends; names need not be unique. */
export interface SopsMap {
  readonly kind: 'map';
  readonly entries: readonly (SopsEntry | SopsComment)[];
}

export interface SopsEntry {
  readonly kind: 'entry';
  readonly key: string;
  readonly value: SopsValue;
}

export type SopsValue = SopsLeaf | SopsList | SopsMap;

/** A kind of a value that is neither a primitive nor bytes. */
export function kindOf(value: SopsValue | SopsComment): 'leaf' | 'comment' | 'time' | 'list' | 'map' {
  return value === null || typeof value !== 'object' || value instanceof Uint8Array ? 'leaf' : value.kind;
}

export function isComment(value: SopsValue | SopsComment | SopsEntry): value is SopsComment {
  return value !== null && typeof value === 'object' && !(value instanceof Uint8Array) && value.kind === 'comment';
}

export function isMap(value: SopsValue | SopsComment | undefined): value is SopsMap {
  return value !== undefined && kindOf(value) === 'map';
}

export function isList(value: SopsValue | SopsComment | undefined): value is SopsList {
  return value !== undefined && kindOf(value) === 'list';
}

export function isTime(value: SopsValue | SopsComment): value is SopsTime {
  return kindOf(value) === 'time';
}

/** The value of the first entry of a name. */
export function valueAt(map: SopsMap, key: string): SopsValue | undefined {
  for (const entry of map.entries) if (entry.kind === 'entry' && entry.key === key) return entry.value;
  return undefined;
}
