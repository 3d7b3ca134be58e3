import { type ConformanceTable, defineTable } from '@flux19/conformance';
import type { JsonObject } from '@flux19/objects';
import { toStructural } from '../structural/to-structural.ts';
import { assertSameErrors } from './compare-errors.ts';

/** The path from which the checks of a row began stands in its errors. */
function rootPath(errors: readonly { readonly field: string }[]): string {
  return /^.*?openAPIV3Schema/.exec(errors[0]?.field ?? '')?.[0] ?? '';
}

const crdStructural = defineTable({
  name: 'crd/crd-structural',
  check: (row) => {
    const recorded = (row['errors'] ?? []) as readonly { readonly field: string }[];
    const { errors } = toStructural((row['schema'] ?? {}) as JsonObject, rootPath(recorded));
    assertSameErrors(errors, recorded);
  },
});

export const tables: readonly ConformanceTable[] = [crdStructural];
