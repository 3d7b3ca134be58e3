import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import type { JsonObject } from '@flux19/objects';
import { validateCustomResourceDefinition } from '../definition/validate-definition.ts';
import { assertSameErrors } from './compare-errors.ts';

/** Tests of kube-apiserver's inside form, which no client can send: what all versions share is not at the top, or no version is there. */
function knownGap(row: Row): string | undefined {
  const text = JSON.stringify(row['errors'] ?? []);
  const isInside = text.includes('per-version') || text.includes('Invalid value: null: must have exactly one version');
  return isInside ? 'definitions in a form that apiextensions.k8s.io/v1 can not express' : undefined;
}

const crdDefinition = defineTable({
  name: 'crd/crd-definition',
  check: (row) => assertSameErrors(validateCustomResourceDefinition(row['crd'] as JsonObject), row['errors']),
  knownGap,
});

export const tables: readonly ConformanceTable[] = [crdDefinition];
