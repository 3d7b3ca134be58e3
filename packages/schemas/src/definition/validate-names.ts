import { isDns1035Label, type JsonObject } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, item } from '../errors/field-path.ts';
import { invalid, required } from '../errors/make-field-error.ts';
import { textIn, textsIn } from './internal-spec.ts';

/** Checks the names of a definition, in its spec or its status. */
export function nameErrors(names: JsonObject, path: string): FieldError[] {
  const kind = textIn(names, 'kind');
  const listKind = textIn(names, 'listKind');
  const same = kind !== '' && kind === listKind;
  return [
    ...['plural', 'singular'].flatMap((field) => labelErrors(textIn(names, field), child(path, field))),
    ...[kind, listKind].flatMap((value, index) => kindErrors(value, child(path, index === 0 ? 'kind' : 'listKind'))),
    ...labelsErrors(names, 'shortNames', path),
    ...(same ? [invalid(child(path, 'listKind'), listKind, 'kind and listKind may not be the same')] : []),
    ...labelsErrors(names, 'categories', path),
  ];
}

/** Checks that the names that a spec needs are there. */
export function missingNames(names: JsonObject, path: string): FieldError[] {
  const missing = ['plural', 'singular', 'kind', 'listKind'].filter((field) => textIn(names, field) === '');
  return missing.map((field) => required(child(path, field)));
}

function labelErrors(value: string, path: string): FieldError[] {
  const messages = value === '' ? [] : isDns1035Label(value);
  return messages.length === 0 ? [] : [invalid(path, value, messages.join(','))];
}

function kindErrors(value: string, path: string): FieldError[] {
  const messages = value === '' ? [] : isDns1035Label(value.toLowerCase());
  const detail = `may have mixed case, but should otherwise match: ${messages.join(',')}`;
  return messages.length === 0 ? [] : [invalid(path, value, detail)];
}

function labelsErrors(names: JsonObject, field: string, path: string): FieldError[] {
  return textsIn(names, field).flatMap((value, index) => {
    const messages = isDns1035Label(value);
    return messages.length === 0 ? [] : [invalid(item(child(path, field), index), value, messages.join(','))];
  });
}
