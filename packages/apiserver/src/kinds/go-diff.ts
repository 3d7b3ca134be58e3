import { internalForm } from '@flux19/builtin-types';
import type { JsonValue } from '@flux19/objects';
import { unifiedDiff } from './unified-diff.ts';

/** What an update changes that may not change, as kube-apiserver shows it: lines of the internal type in JSON. */
export function goDiff(type: string, before: JsonValue | undefined, after: JsonValue | undefined): string {
  const print = (value: JsonValue | undefined): string => JSON.stringify(internalForm(type, value), plainNumber, 1);
  return unifiedDiff(print(before), print(after));
}

/** Integers that no double holds are shown to its precision. */
function plainNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
