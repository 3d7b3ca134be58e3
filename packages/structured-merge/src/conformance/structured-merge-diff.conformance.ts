import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type ConformanceTable, defineTable, type Row, readRows, sharedDataFolder } from '@flux19/conformance';
import type { JsonObject, JsonValue } from '@flux19/objects';
import { FieldSet } from '../sets/field-set.ts';
import { compare } from '../typed/compare.ts';
import { merge } from '../typed/merge.ts';
import { extractItems, removeItems } from '../typed/select-items.ts';
import { toFieldSet } from '../typed/to-field-set.ts';
import { TypedValueError } from '../typed/typed-value-error.ts';
import { validate } from '../typed/validate.ts';
import type { SchemaNode } from '../types/schema-node.ts';
import { checkUpdate } from './update-op.ts';
import { type TypeRef, type UpstreamSchema, UpstreamTypes } from './upstream-schema.ts';

/** Rows name their schemas by id; the schemas are a table of their own. */
const schemas = new Map<string, UpstreamTypes>();

function typesOf(id: unknown): UpstreamTypes {
  if (schemas.size === 0) {
    const folder = sharedDataFolder(process.env) ?? '';
    for (const row of readRows(join(folder, 'structured-merge-diff/schema.jsonl')) ?? []) {
      schemas.set(String(row['id']), new UpstreamTypes(row['schema'] as UpstreamSchema));
    }
  }
  const types = schemas.get(String(id));
  if (types === undefined) throw new Error(`unknown schema ${String(id)}`);
  return types;
}

function typed(row: Row): { value: JsonValue; type: SchemaNode } {
  const type = typesOf(row['schema']).node(row['typeRef'] as TypeRef);
  return { value: row['object'] as JsonValue, type };
}

const setOf = (fields: unknown): FieldSet => FieldSet.fromJson((fields ?? {}) as JsonObject);

const name = (table: string): string => `structured-merge-diff/${table}`;

export const tables: readonly ConformanceTable[] = [
  defineTable({
    name: name('schema'),
    check: (row) => {
      const schema = row['schema'] as UpstreamSchema;
      const types = new UpstreamTypes(schema);
      for (const type of schema.types ?? []) assert.equal(types.node({ namedType: type.name }).problem, undefined);
    },
  }),
  defineTable({
    name: name('validate'),
    check: (row) => {
      const { value, type } = typed(row);
      const faults = validate(value, type);
      assert.equal(faults.length === 0 ? undefined : new TypedValueError(faults).message, row['error']);
    },
  }),
  defineTable({
    name: name('toFieldSet'),
    check: (row) => {
      const { value, type } = typed(row);
      assert.deepEqual(toFieldSet(value, type).toJson(), setOf(row['set']).toJson());
    },
  }),
  defineTable({
    name: name('compare'),
    check: (row) => {
      const { value, type } = typed(row);
      const { added, modified, removed } = compare(value, row['rhs'] as JsonValue, type);
      const found = { added: added.toJson(), modified: modified.toJson(), removed: removed.toJson() };
      assert.deepEqual(found, { added: row['added'], modified: row['modified'], removed: row['removed'] });
    },
  }),
  defineTable({
    name: name('merge'),
    check: (row) => {
      const { value, type } = typed(row);
      assert.deepEqual(merge(value, row['rhs'] as JsonValue, type), row['result']);
    },
  }),
  defineTable({
    name: name('removeItems'),
    check: (row) => {
      const { value, type } = typed(row);
      assert.deepEqual(removeItems(value, type, setOf(row['set'])), row['result']);
    },
  }),
  defineTable({
    name: name('extractItems'),
    check: (row) => {
      const { value, type } = typed(row);
      const options = { withKeyFields: row['withAppendKeyFields'] === true };
      assert.deepEqual(extractItems(value, type, setOf(row['set']), options), row['result']);
    },
  }),
  defineTable({ name: name('update-op'), check: (row) => checkUpdate(row, typesOf(row['schema'])) }),
];
