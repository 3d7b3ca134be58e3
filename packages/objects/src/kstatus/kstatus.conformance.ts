import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import { computeStatus, type KubeObject } from '@flux19/objects';

// Rules that depend on the time were recorded at this one.
const recordedAt = Date.parse('2026-11-24T00:28:35Z');

function checkStatus(row: Row): void {
  const { status, message, conditions } = computeStatus(row['object'] as KubeObject, { now: recordedAt });
  assert.equal(status, row['status']);
  assert.equal(message, row['message']);
  const recorded = row['conditions'] as Record<string, string>[];
  // Empty texts are left out of the table.
  assert.deepEqual(
    conditions,
    recorded.map((condition) => ({ reason: '', message: '', ...condition })),
  );
}

export const tables: readonly ConformanceTable[] = [defineTable({ name: 'kstatus/kstatus', check: checkStatus })];
