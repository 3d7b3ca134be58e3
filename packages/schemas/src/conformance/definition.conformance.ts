import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import type { JsonObject } from '@flux19/objects';
import { validateCustomResourceDefinition } from '../definition/validate-definition.ts';
import { assertSameErrors } from './compare-errors.ts';

/** Errors that only kube-apiserver's inside form can give: what all versions share is not at the top, or no version is there. */
const insideOnly = [
  'per-version',
  'Invalid value: null: must have exactly one version',
  'spec.versions[1].selectableFields[1]',
];

function knownGap(row: Row): string | undefined {
  const text = JSON.stringify(row['errors'] ?? []);
  const isInside = insideOnly.some((part) => text.includes(part));
  return isInside ? 'definitions in a form that apiextensions.k8s.io/v1 can not express' : undefined;
}

const crdDefinition = defineTable({
  name: 'crd/crd-definition',
  check: (row) => assertSameErrors(validateCustomResourceDefinition(row['crd'] as JsonObject), row['errors']),
  knownGap,
});

export const tables: readonly ConformanceTable[] = [crdDefinition];
