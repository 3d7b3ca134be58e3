import assert from 'node:assert/strict';
import type { Row } from '@flux19/conformance';
import type { JsonObject, JsonValue } from '@flux19/objects';
import { formatPath } from '../paths/path-text.ts';
import { FieldSet } from '../sets/field-set.ts';
import type { Managers } from '../update/managers.ts';
import { applyConfig, type UpdateContext, updateManagers } from '../update/updater.ts';
import { upstreamConverters } from './upstream-converters.ts';
import type { TypeRef, UpstreamTypes } from './upstream-schema.ts';

interface UpdateRow {
  readonly converter: string;
  readonly force: boolean;
  readonly live: JsonValue;
  readonly object: JsonValue;
  readonly op: 'apply' | 'update';
  readonly manager: string;
  readonly version: string;
  readonly typeRef: TypeRef;
  readonly managersBefore: RowManagers | null;
  readonly managersAfter?: RowManagers;
  readonly conflicts?: readonly { readonly manager: string; readonly path: string }[];
  readonly result?: JsonValue;
  /** The live object stays. */
  readonly noop?: boolean;
  readonly ignoredFields?: Readonly<Record<string, JsonObject>>;
  /** Only the kind of the filter is recorded. */
  readonly ignoreFilter?: string;
}

interface RowManagers {
  readonly [manager: string]: { readonly apiVersion: string; readonly applied: boolean; readonly fields: JsonObject };
}

type IgnoredFields = Readonly<Record<string, FieldSet>>;

const below = (name: string): FieldSet => FieldSet.of(['mapOfMapsRecursive', name]);

/** What the filters of the upstream tests exclude. The tables do not say which of them a row used. */
const upstreamFilters: readonly IgnoredFields[] = [
  { v1: FieldSet.of(['string'], ['obj']) },
  { v1: below('c'), v2: below('cc'), v3: below('ccc'), v4: below('cccc') },
  { v2: below('c') },
];

/** Runs one row; where it was filtered, it has to come out right with one of the filters. */
export function checkUpdate(row: Row, types: UpstreamTypes): void {
  const input = row as unknown as UpdateRow;
  if (input.ignoreFilter === undefined) {
    checkWith(input, types, input.ignoredFields && readSets(input.ignoredFields));
    return;
  }
  const failures = upstreamFilters.map((filter) => failureOf(() => checkWith(input, types, filter)));
  if (!failures.includes(undefined)) throw failures.at(-1);
}

function failureOf(run: () => void): unknown {
  try {
    run();
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

function readSets(fields: Readonly<Record<string, JsonObject>>): IgnoredFields {
  return Object.fromEntries(Object.entries(fields).map(([version, set]) => [version, FieldSet.fromJson(set)]));
}

function checkWith(row: UpdateRow, types: UpstreamTypes, ignoredFields: IgnoredFields | undefined): void {
  const { typeRef, version, manager, force } = row;
  const type = types.node(typeRef);
  const convert = upstreamConverters[row.converter]?.({ types, typeRef, version });
  if (convert === undefined) throw new Error(`unknown converter ${row.converter}`);
  const context: UpdateContext = { manager, apiVersion: version, convert, ignoredFields };
  const live = { value: row.live, type };
  const object = { value: row.object, type };
  const before = readManagers(row.managersBefore ?? {});
  if (row.op === 'update') {
    assert.deepEqual(printManagers(updateManagers(live, object, before, context)), row.managersAfter);
    assert.deepEqual(row.object, row.result);
    return;
  }
  const outcome = applyConfig(live, object, before, { ...context, force });
  if (outcome.kind === 'conflicts') {
    const found = outcome.conflicts.map((conflict) => ({ ...conflict, path: formatPath(conflict.path) }));
    assert.deepEqual(inOrder(found), inOrder(row.conflicts ?? []));
    return;
  }
  assert.equal(row.conflicts, undefined);
  assert.deepEqual(outcome.object.value, row.noop === true ? row.live : row.result);
  assert.equal(outcome.object === live, row.noop === true);
  assert.deepEqual(printManagers(outcome.managers), row.managersAfter);
}

function inOrder<T extends { readonly manager: string; readonly path: string }>(conflicts: readonly T[]): T[] {
  return conflicts.toSorted((a, b) => (a.manager + a.path < b.manager + b.path ? -1 : 1));
}

function readManagers(managers: RowManagers): Managers {
  return new Map(
    Object.entries(managers).map(([name, { apiVersion, applied, fields }]) => [
      name,
      { set: FieldSet.fromJson(fields), apiVersion, isApplied: applied },
    ]),
  );
}

function printManagers(managers: Managers): RowManagers {
  return Object.fromEntries(
    [...managers].map(([name, { set, apiVersion, isApplied }]) => [
      name,
      { apiVersion, applied: isApplied, fields: set.toJson() },
    ]),
  );
}
