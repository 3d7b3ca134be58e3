import type { JsonObject } from '@flux19/objects';
import { listField, objectField, textField } from '../json/fields.ts';
import type { Printer } from '../kinds/kind-rules.ts';
import { age, columnPrinter, name, text, textAt } from './column-printer.ts';

const nameAndAge = columnPrinter(name, age);

function claimState(claim: JsonObject): string {
  const isDeleted = textField(objectField(claim, 'metadata'), 'deletionTimestamp') !== '';
  const deleted = isDeleted ? ['deleted'] : [];
  const status = objectField(claim, 'status');
  if (objectField(status, 'allocation') === undefined) return isDeleted ? 'deleted' : 'pending';
  const reserved = listField(status, 'reservedFor').length > 0 ? ['reserved'] : [];
  return [...deleted, 'allocated', ...reserved].join(',');
}

/** Printers of devices and who claims them, by group and plural. */
export const devicePrinters: Readonly<Record<string, Printer>> = {
  'resource.k8s.io/deviceclasses': nameAndAge,
  'resource.k8s.io/resourceclaims': columnPrinter(name, text('State', claimState), age),
  'resource.k8s.io/resourceclaimtemplates': nameAndAge,
  'resource.k8s.io/resourceslices': columnPrinter(
    name,
    text('Node', textAt('spec.nodeName')),
    text('Driver', textAt('spec.driver')),
    text('Pool', textAt('spec.pool.name')),
    age,
  ),
};
