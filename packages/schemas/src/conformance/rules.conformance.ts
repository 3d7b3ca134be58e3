import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import type { JsonValue, StructuralSchema } from '@flux19/objects';
import { validateCelWithBudget } from '../rules/validate-cel.ts';
import { assertSameErrors } from './compare-errors.ts';

/** kube-apiserver numbers the types of rules by the clock. */
function withoutTypeNumbers(errors: unknown): unknown {
  return JSON.parse(JSON.stringify(errors ?? []).replace(/selfType[0-9]+/g, 'selfType'));
}

function run(row: Row): void {
  const schema = row['schema'] as StructuralSchema;
  const fieldPath = String(row['fldPath']);
  const { errors, remainingBudget } = validateCelWithBudget(
    row['object'] as JsonValue,
    row['oldObject'] as JsonValue | undefined,
    schema,
    {
      fieldPath: fieldPath === '<nil>' ? '' : fieldPath,
      costBudget: row['costBudget'] as number,
      ratcheting: row['opts'] === 1,
      isResourceRoot: true,
    },
  );
  assertSameErrors(errors, withoutTypeNumbers(row['errors']));
  assert.equal(remainingBudget, row['remainingBudget']);
}

const crdCel = defineTable({ name: 'crd/crd-cel', check: run });

export const tables: readonly ConformanceTable[] = [crdCel];
