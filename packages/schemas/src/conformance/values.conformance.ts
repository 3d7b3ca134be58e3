import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import { deepCopy, type JsonValue, type StructuralSchema } from '@flux19/objects';
import { applyDefaults } from '../defaulting/apply-defaults.ts';
import { pruneNulls } from '../defaulting/prune-nulls.ts';
import { coerceObjectMeta } from '../metadata/coerce-object-meta.ts';
import { prune } from '../pruning/prune.ts';
import { validateListTypes } from '../validation/list-types.ts';
import { validate } from '../validation/validate.ts';
import { assertSameErrors } from './compare-errors.ts';
import { restoreIntegers } from './restore-integers.ts';

function schemaOf(row: Row): StructuralSchema | undefined {
  return (row['schema'] ?? undefined) as StructuralSchema | undefined;
}

function objectOf(row: Row): JsonValue {
  return restoreIntegers(deepCopy(row['object'] as JsonValue));
}

function fieldPathOf(row: Row): string {
  const path = row['fldPath'];
  return typeof path === 'string' && path !== '<nil>' ? path : '';
}

const crdDefault = defineTable({
  name: 'crd/crd-default',
  check: (row) => {
    const object = objectOf(row);
    applyDefaults(object, schemaOf(row));
    assert.deepEqual(object, row['result']);
  },
});

const crdPruneNulls = defineTable({
  name: 'crd/crd-prune-nulls',
  check: (row) => {
    const object = objectOf(row);
    pruneNulls(object, schemaOf(row));
    assert.deepEqual(object, row['result']);
  },
});

const crdPrune = defineTable({
  name: 'crd/crd-prune',
  check: (row) => {
    const object = objectOf(row);
    const removed = prune(object, schemaOf(row), { isResourceRoot: row['isResourceRoot'] === true });
    assert.deepEqual(object, row['result']);
    if (row['track'] === true) assert.deepEqual(removed, row['unknownFieldPaths'] ?? []);
  },
});

const crdListType = defineTable({
  name: 'crd/crd-listtype',
  check: (row) => assertSameErrors(validateListTypes(objectOf(row), schemaOf(row), 'root'), row['errors']),
});

const crdCoerce = defineTable({
  name: 'crd/crd-coerce',
  check: (row) => {
    const object = objectOf(row);
    const { unknownFields, error } = coerceObjectMeta(object, schemaOf(row), {
      isResourceRoot: row['isResourceRoot'] === true,
      dropInvalidFields: row['dropInvalidFields'] === true,
    });
    const recorded = row['error'];
    if (typeof recorded === 'string') {
      // The rows leave out the path from which coercion began.
      assert.equal(error?.message, recorded.slice(-(error?.message.length ?? 0)));
      return;
    }
    assert.equal(error, undefined);
    assert.deepEqual(object, row['result']);
    if (row['returnUnknownFieldPaths'] === true) assert.deepEqual(unknownFields, row['unknownFieldPaths'] ?? []);
  },
});

const crdValidate = defineTable({
  name: 'crd/crd-validate',
  check: (row) =>
    assertSameErrors(validate(objectOf(row), schemaOf(row) ?? {}, { fieldPath: fieldPathOf(row) }), row['errors']),
});

const crdValidateUpdate = defineTable({
  name: 'crd/crd-validate-update',
  check: (row) => {
    const oldObject = row['oldObject'] as JsonValue;
    const options = { fieldPath: fieldPathOf(row), oldObject };
    assertSameErrors(validate(objectOf(row), schemaOf(row) ?? {}, options), row['errors']);
  },
});

export const tables: readonly ConformanceTable[] = [
  crdDefault,
  crdPruneNulls,
  crdPrune,
  crdListType,
  crdCoerce,
  crdValidate,
  crdValidateUpdate,
];
