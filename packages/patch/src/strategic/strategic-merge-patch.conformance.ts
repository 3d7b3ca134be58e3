import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import type { JsonObject, JsonValue, StructuralSchema } from '@flux19/objects';
import {
  applyStrategicMergePatch,
  createStrategicMergePatch,
  createThreeWayStrategicMergePatch,
  strategicMergePatchesConflict,
} from '@flux19/patch';
import { mergeItemSchema, precisionItemSchema } from './test-schemas.ts';

const schemas: ReadonlyMap<string, StructuralSchema> = new Map([
  ['struct:strategicpatch.MergeItem', mergeItemSchema('struct')],
  ['struct:strategicpatch.PrecisionItem', precisionItemSchema],
  ['strategicpatch.PatchMetaFromOpenAPI', mergeItemSchema('openapi-v2')],
  ['strategicpatch.PatchMetaFromOpenAPIV3', mergeItemSchema('openapi-v3')],
]);

// The tables name only the source of an OpenAPI schema. The two types share no field but the name.
const precisionFields = new Set(['int32', 'int64', 'float32', 'float64']);

function schemaOf(row: Row): StructuralSchema | undefined {
  const objects = [row['original'], row['modified'], row['patch']].filter((value) => typeof value === 'object');
  const fields = objects.flatMap((object) => Object.keys(object ?? {}));
  if (fields.some((field) => precisionFields.has(field))) return precisionItemSchema;
  return schemas.get(String(row['schema']));
}

function objectOf(row: Row, field: string): JsonObject {
  const value = (row[field] ?? {}) as JsonObject;
  // Text that is no JSON has no value.
  return '$notJSON' in value ? (null as unknown as JsonObject) : value;
}

function checkOutcome(row: Row, field: string, run: () => JsonValue): void {
  const expected = row['error'];
  if (expected === undefined) {
    assert.deepEqual(run(), row[field]);
    return;
  }
  assert.throws(run, (thrown: Error) => {
    assert.equal(thrown.name, 'PatchError');
    assert.equal(thrown.message, withoutPath(String(expected)));
    return true;
  });
}

// OpenAPI v2 also names the path of the type, which a structural schema does not know.
function withoutPath(message: string): string {
  return message.replace(/^(unable to find api field "[^"]*") in .*$/, '$1');
}

function checkConflicts(row: Row): void {
  const conflict = strategicMergePatchesConflict(objectOf(row, 'left'), objectOf(row, 'right'), schemaOf(row));
  assert.equal(conflict, row['conflict']);
}

export const tables: readonly ConformanceTable[] = [
  defineTable({
    name: 'apimachinery/smp-apply',
    check: (row) =>
      checkOutcome(row, 'result', () =>
        applyStrategicMergePatch(objectOf(row, 'original'), objectOf(row, 'patch'), schemaOf(row)),
      ),
  }),
  defineTable({ name: 'apimachinery/smp-conflicts', check: checkConflicts }),
  defineTable({
    name: 'apimachinery/smp-create-two-way',
    check: (row) =>
      checkOutcome(row, 'patch', () =>
        createStrategicMergePatch(objectOf(row, 'original'), objectOf(row, 'modified'), schemaOf(row)),
      ),
  }),
  defineTable({
    name: 'apimachinery/smp-create-three-way',
    check: (row) =>
      checkOutcome(row, 'patch', () =>
        createThreeWayStrategicMergePatch(
          {
            original: objectOf(row, 'original'),
            modified: objectOf(row, 'modified'),
            current: objectOf(row, 'current'),
          },
          schemaOf(row),
          { overwrite: row['overwrite'] === true },
        ),
      ),
  }),
];
