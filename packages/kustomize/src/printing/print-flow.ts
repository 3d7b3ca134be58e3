import type { ContainerNote, Notes } from '../reading/notes.ts';
import { type Fields, isFields, type Value } from '../values/value.ts';
import { printKey, printScalar, quoteDouble } from './print-scalar.ts';

/** A map or list in brackets on one line. */
export function printFlow(value: Fields | Value[], notes: Notes): string {
  const note = notes.containers.get(value);
  if (Array.isArray(value)) return `[${value.map((item, index) => printEntry(item, note, index, notes)).join(', ')}]`;
  const entries = Object.keys(value).map((key) => {
    const text = printEntry(value[key] as Value, note, key, notes);
    return `${printKey(key, note?.entries.get(key)?.keyStyle)}:${text === '' ? '' : ` ${text}`}`;
  });
  return `{${entries.join(', ')}}`;
}

function printEntry(value: Value, note: ContainerNote | undefined, key: string | number, notes: Notes): string {
  if (Array.isArray(value) || isFields(value)) return printFlow(value, notes);
  if (typeof value === 'string' && (value.includes('\n') || /[,[\]{}]/.test(value))) {
    const style = note?.entries.get(key)?.style;
    if (style === 'single' && !value.includes('\n')) return `'${value.replaceAll("'", "''")}'`;
    return style === 'double' || value.includes('\n') ? quoteDouble(value) : `'${value.replaceAll("'", "''")}'`;
  }
  return printScalar(value, note?.entries.get(key), '  ');
}
