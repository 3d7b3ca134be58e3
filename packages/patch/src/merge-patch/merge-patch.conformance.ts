import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { applyMergePatch, createMergePatch, createThreeWayMergePatch, mergeMergePatches } from '@flux19/patch';

/** Text that is no JSON has no value; Go treats it as it treats null. */
function documentOf(row: Row, field: string): JsonValue {
  const value = row[field] as JsonValue;
  return isJsonObject(value) && '$notJSON' in value ? null : value;
}

function checkOutcome(row: Row, field: string, run: () => JsonValue): void {
  const message = row['error'];
  if (message === undefined) assert.deepEqual(run(), row[field]);
  else assert.throws(run, { name: 'PatchError', message });
}

function checkThreeWay(row: Row): void {
  const [original, modified, current] = ['original', 'modified', 'current'].map((field) => row[field] as JsonObject);
  checkOutcome(row, 'patch', () =>
    createThreeWayMergePatch({ original: original ?? {}, modified: modified ?? {}, current: current ?? {} }),
  );
}

export const tables: readonly ConformanceTable[] = [
  defineTable({
    name: 'patch/json-merge-patch',
    check: (row) =>
      checkOutcome(row, 'result', () => applyMergePatch(documentOf(row, 'doc'), documentOf(row, 'patch'))),
  }),
  defineTable({
    name: 'patch/json-merge-merge',
    check: (row) =>
      checkOutcome(row, 'result', () => mergeMergePatches(documentOf(row, 'patch1'), documentOf(row, 'patch2'))),
  }),
  defineTable({
    name: 'patch/json-merge-create',
    check: (row) =>
      checkOutcome(row, 'patch', () => createMergePatch(documentOf(row, 'original'), documentOf(row, 'modified'))),
  }),
  defineTable({ name: 'apimachinery/jmp-create-three-way', check: checkThreeWay }),
];
