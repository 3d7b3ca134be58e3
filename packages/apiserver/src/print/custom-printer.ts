import { isJsonObject, type JsonObject, type JsonValue, printJson } from '@flux19/objects';
import { asJson, numberField, objectsField, textField } from '../json/fields.ts';
import type { Column, Printer } from '../kinds/kind-rules.ts';
import { formatAge } from './age.ts';
import { defaultPrinter, nameColumn } from './default-printer.ts';
import { compileJsonPath, type JsonPath, JsonPathError } from './json-path.ts';

type Cell = string | number | boolean | null;

const ageColumn: JsonObject = {
  name: 'Age',
  type: 'date',
  description: defaultPrinter.columns[1]?.description ?? '',
  jsonPath: '.metadata.creationTimestamp',
};

/** Prints custom resources by the additionalPrinterColumns of a version of their definition. */
export function customPrinter(version: JsonObject): Printer {
  const declared = objectsField(version, 'additionalPrinterColumns');
  const columns = (declared.length === 0 ? [ageColumn] : declared).map((column) => ({
    column: columnOf(column),
    path: pathOf(textField(column, 'jsonPath')),
  }));
  return {
    columns: [nameColumn, ...columns.map(({ column }) => column)],
    cells(object, now) {
      const value = asJson(object);
      return [object.metadata.name, ...columns.map(({ column, path }) => cell(path(value)[0], column.type, now))];
    },
  };
}

function columnOf(declared: JsonObject): Column {
  const path = textField(declared, 'jsonPath');
  return {
    name: textField(declared, 'name'),
    type: textField(declared, 'type') as Column['type'],
    format: textField(declared, 'format'),
    description:
      textField(declared, 'description') || `Custom resource definition column (in JSONPath format): ${path}`,
    priority: numberField(declared, 'priority') ?? 0,
  };
}

/** A path that cannot be read prints nothing; the definition was refused or is older than the rule. */
function pathOf(text: string): JsonPath {
  try {
    return compileJsonPath(text);
  } catch (thrown) {
    if (thrown instanceof JsonPathError) return () => [];
    throw thrown;
  }
}

function cell(value: JsonValue | undefined, type: Column['type'], now: number): Cell {
  if (value === undefined) return null;
  switch (type) {
    case 'integer':
      return typeof value === 'number' || typeof value === 'bigint' ? Math.trunc(Number(value)) : null;
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? age(value, now) : null;
    default:
      return printText(value);
  }
}

function age(text: string, now: number): string {
  return Number.isNaN(Date.parse(text)) ? '<invalid>' : formatAge(text, now);
}

function printText(value: JsonValue): string {
  if (value === null) return '<nil>';
  return isJsonObject(value) || Array.isArray(value) ? printJson(value) : String(value);
}
