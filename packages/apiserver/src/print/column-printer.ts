import type { JsonObject, JsonValue } from '@flux19/objects';
import { asJson, fieldAt, objectField, textField } from '../json/fields.ts';
import type { Column, Printer } from '../kinds/kind-rules.ts';
import { formatAge } from './age.ts';
import { nameColumn } from './default-printer.ts';

type Cell = string | number | boolean | null;

/** A column together with how its cell is made. `now` is in milliseconds since the Unix epoch. */
export interface CellColumn extends Column {
  readonly cell: (object: JsonObject, now: number) => Cell;
}

/** A printer of such columns. */
export function columnPrinter(...columns: readonly CellColumn[]): Printer {
  return {
    columns: columns.map(({ cell: _, ...column }) => column),
    cells(object, now) {
      const value = asJson(object);
      return columns.map(({ cell }) => cell(value, now));
    },
  };
}

/** The object's name: the first column of nearly every kind. */
export const name: CellColumn = { ...nameColumn, cell: (object) => textField(objectField(object, 'metadata'), 'name') };

/** How long ago the object was made. */
export const age: CellColumn = {
  name: 'Age',
  type: 'string',
  cell: (object, now) => formatAge(textField(objectField(object, 'metadata'), 'creationTimestamp'), now),
};

/** A column of text. */
export function text(title: string, cell: CellColumn['cell']): CellColumn {
  return { name: title, type: 'string', cell };
}

/** A column of whole numbers. */
export function count(title: string, cell: CellColumn['cell']): CellColumn {
  return { name: title, type: 'integer', cell };
}

/** The same column, shown by `-o wide` only. */
export function wide(column: CellColumn): CellColumn {
  return { ...column, priority: 1 };
}

/** The text at a path such as `spec.type`; `fallback` where there is none. */
export function textAt(path: string, fallback = ''): (object: JsonObject) => string {
  const names = path.split('.');
  return (object) => {
    const value: JsonValue | undefined = fieldAt(object, names);
    return value === undefined || value === null || value === '' ? fallback : String(value);
  };
}

/** The number at a path, zero where there is none. */
export function numberAt(path: string): (object: JsonObject) => number {
  const names = path.split('.');
  return (object) => {
    const value = fieldAt(object, names);
    return typeof value === 'number' ? value : 0;
  };
}
