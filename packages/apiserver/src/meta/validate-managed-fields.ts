import type { ManagedFieldsEntry } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { invalidField, tooLongField } from '../errors/field-errors.ts';

const managerLimitBytes = 128;
const subresourceLimitBytes = 256;

/** Validates the entries that a client sends. */
export function validateManagedFields(entries: readonly ManagedFieldsEntry[]): FieldError[] {
  return entries.flatMap((entry, index) => entryErrors(entry, `metadata.managedFields[${index}]`));
}

function entryErrors(entry: ManagedFieldsEntry, path: string): FieldError[] {
  const { operation = '', fieldsType = '', manager = '', subresource = '' } = entry;
  const errors: FieldError[] = [];
  if (operation !== 'Apply' && operation !== 'Update') {
    errors.push(invalidField(`${path}.operation`, operation, 'must be `Apply` or `Update`'));
  }
  if (fieldsType !== '' && fieldsType !== 'FieldsV1') {
    errors.push(invalidField(`${path}.fieldsType`, fieldsType, 'must be `FieldsV1`'));
  }
  errors.push(...fieldManagerErrors(manager, `${path}.manager`));
  if (Buffer.byteLength(subresource) > subresourceLimitBytes) {
    errors.push(tooLongField(`${path}.subresource`, subresourceLimitBytes));
  }
  return errors;
}

/** Validates the name of a field manager. */
export function fieldManagerErrors(manager: string, path: string): FieldError[] {
  const errors = Buffer.byteLength(manager) > managerLimitBytes ? [tooLongField(path, managerLimitBytes)] : [];
  let position = 0;
  for (const rune of manager) {
    if (!isPrintable(rune))
      errors.push(invalidField(path, manager, `invalid character ${describe(rune)} (at position ${position})`));
    position += Buffer.byteLength(rune);
  }
  return errors;
}

/** Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the plain space. */
export function isPrintable(rune: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(rune);
}

/** As `%#U` prints a character that cannot be shown. */
function describe(rune: string): string {
  return `U+${(rune.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
