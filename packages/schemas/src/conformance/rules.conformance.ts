import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import type { JsonValue, StructuralSchema } from '@flux19/objects';
import { validateCelWithBudget } from '../rules/validate-cel.ts';
import { assertSameErrors } from './compare-errors.ts';
import { restoreIntegers } from './restore-integers.ts';

/** kube-apiserver numbers the types of rules by the clock. */
function withoutTypeNumbers(errors: unknown): unknown {
  return JSON.parse(JSON.stringify(errors ?? []).replace(/selfType[0-9]+/g, 'selfType'));
}

function run(row: Row): void {
  const schema = row['schema'] as StructuralSchema;
  const fieldPath = String(row['fldPath']);
  const { errors, remainingBudget } = validateCelWithBudget(
    restoreIntegers(row['object'] as JsonValue),
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

/** Groups of rows that leave out what decides their outcome. */
function knownGap(row: Row): string | undefined {
  const text = JSON.stringify(row['errors'] ?? []);
  if (text.includes('operation interrupted')) return 'the row leaves out that its request is cancelled';
  if (text.includes('call cost exceeds limit')) return 'the row leaves out its limit for one call';
  if (JSON.stringify(row['schema']).includes('"allOf":[{}]')) return 'the row leaves out the rules inside allOf';
  return undefined;
}

const crdCel = defineTable({ name: 'crd/crd-cel', check: run, knownGap });

export const tables: readonly ConformanceTable[] = [crdCel];
