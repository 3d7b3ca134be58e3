import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import type { JsonValue } from '@flux19/objects';
import { applyJsonPatch } from '@flux19/patch';

function checkJsonPatch(row: Row): void {
  const run = () =>
    applyJsonPatch(row['doc'] as JsonValue, row['patch'] as JsonValue, {
      supportNegativeIndices: row['supportNegativeIndices'] as boolean,
      copyLimitBytes: row['copyLimit'] as number,
    });
  const message = row['error'];
  if (message === undefined) assert.deepEqual(run(), row['result']);
  else assert.throws(run, { name: 'PatchError', message });
}

export const tables: readonly ConformanceTable[] = [defineTable({ name: 'patch/json-patch', check: checkJsonPatch })];
