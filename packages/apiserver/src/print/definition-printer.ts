import type { JsonObject } from '@flux19/objects';
import { isTrue, objectField, objectsField, textField, textsField } from '../json/fields.ts';
import type { Printer } from '../kinds/kind-rules.ts';
import { columnPrinter, name, text, textAt, wide } from './column-printer.ts';

/** Versions that are served, in the order of their names. */
function versions(definition: JsonObject): string {
  return objectsField(objectField(definition, 'spec'), 'versions')
    .filter((version) => isTrue(version, 'served'))
    .map((version) => `${textField(version, 'name')}${isTrue(version, 'storage') ? '(storage)' : ''}`)
    .toSorted()
    .join(',');
}

function isEstablished(definition: JsonObject): boolean {
  const conditions = objectsField(objectField(definition, 'status'), 'conditions');
  return conditions.some((one) => textField(one, 'type') === 'Established' && textField(one, 'status') === 'True');
}

/** Columns of CustomResourceDefinitions. */
export const definitionPrinter: Printer = columnPrinter(
  name,
  text('Scope', textAt('spec.scope')),
  text('Versions', versions),
  { name: 'Created At', type: 'date', cell: textAt('metadata.creationTimestamp') },
  wide(text('Group', textAt('spec.group'))),
  wide(text('Kind', textAt('spec.names.kind'))),
  wide(
    text('ShortNames', (definition) =>
      textsField(objectField(objectField(definition, 'spec'), 'names'), 'shortNames').join(','),
    ),
  ),
  wide({ name: 'Established', type: 'boolean', cell: isEstablished }),
);
