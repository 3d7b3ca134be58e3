import assert from 'node:assert/strict';
import { builtinSchema } from '@flux19/builtin-types';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import { groupVersionKind, type KubeObject } from '@flux19/objects';
import { applyObject } from '../managed/apply-object.ts';
import type { FieldManagerOptions } from '../managed/field-manager-options.ts';
import { updateManagedFields } from '../managed/update-managed-fields.ts';

interface FieldManagerRow {
  readonly op: 'apply' | 'update';
  readonly live: KubeObject;
  readonly object: KubeObject;
  readonly manager: string;
  readonly subresource: string;
  readonly force?: boolean;
  readonly result?: KubeObject;
  readonly error?: string;
}

/** How the upstream tests set their managers up; the table does not say which of them a row used. */
const setups: readonly Partial<FieldManagerOptions>[] = [{}, { maxUpdaters: 3 }, { tracksFromCreation: false }];

export const tables: readonly ConformanceTable[] = [
  defineTable({
    name: 'managed-fields/field-manager',
    check: (row: Row) => {
      const input = row as unknown as FieldManagerRow;
      const failures = setups.map((setup) => failureOf(() => checkWith(input, setup)));
      if (!failures.includes(undefined)) throw failures[0];
    },
  }),
];

function failureOf(run: () => void): unknown {
  try {
    run();
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

function checkWith(row: FieldManagerRow, setup: Partial<FieldManagerOptions>): void {
  const { live, object, manager, subresource } = row;
  const options: FieldManagerOptions = {
    manager,
    subresource,
    schema: builtinSchema(groupVersionKind(object)),
    now: newestTime(row.result),
    ...setup,
  };
  if (row.error !== undefined) {
    const apply = () => applyObject({ ...options, live, applied: object, force: row.force === true });
    assert.throws(apply, { message: row.error });
    return;
  }
  const found =
    row.op === 'apply'
      ? applyObject({ ...options, live, applied: object, force: row.force === true }).object
      : updateManagedFields({ ...options, live, updated: object });
  assert.deepEqual(found, row.result);
}

/** The time at which the upstream test ran, if it changed anything. */
function newestTime(result: KubeObject | undefined): number {
  const times = result?.metadata?.managedFields?.map(({ time }) => (time === undefined ? 0 : Date.parse(time))) ?? [];
  return Math.max(0, ...times);
}
