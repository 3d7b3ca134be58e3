import type { JsonObject, StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, item } from '../errors/field-path.ts';
import { duplicate, invalid, required, tooMany } from '../errors/make-field-error.ts';
import { explainFieldPath } from '../rules/rule-field-path.ts';
import { objectIn, textIn } from './internal-spec.ts';

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string'];
const columnFormats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];
const maxSelectableFields = 8;

/** Checks the scale subresource. */
export function subresourceErrors(subresources: JsonObject | undefined, path: string): FieldError[] {
  const scale = subresources === undefined ? undefined : objectIn(subresources, 'scale');
  if (scale === undefined) return [];
  const scalePath = (field: string): string => child(path, `scale.${field}`);
  const selector = textIn(scale, 'labelSelectorPath');
  return [
    ...replicasPathErrors(textIn(scale, 'specReplicasPath'), 'spec', scalePath('specReplicasPath')),
    ...replicasPathErrors(textIn(scale, 'statusReplicasPath'), 'status', scalePath('statusReplicasPath')),
    ...(selector === '' ? [] : selectorPathErrors(selector, scalePath('labelSelectorPath'))),
  ];
}

function replicasPathErrors(jsonPath: string, root: string, path: string): FieldError[] {
  if (jsonPath === '') return [required(path)];
  const errors = jsonPathErrors(jsonPath, path);
  if (errors.length > 0 || jsonPath.startsWith(`.${root}.`)) return errors;
  return [invalid(path, jsonPath, `should be a json path under .${root}`)];
}

function selectorPathErrors(jsonPath: string, path: string): FieldError[] {
  const errors = jsonPathErrors(jsonPath, path);
  if (errors.length > 0 || jsonPath.startsWith('.spec.') || jsonPath.startsWith('.status.')) return errors;
  return [invalid(path, jsonPath, 'should be a json path under either .spec or .status')];
}

function jsonPathErrors(jsonPath: string, path: string): FieldError[] {
  return jsonPath.startsWith('.') ? [] : [invalid(path, jsonPath, 'must be a simple json path starting with .')];
}

/** Checks printer columns. */
export function columnErrors(columns: readonly JsonObject[], path: string): FieldError[] {
  return columns.flatMap((column, index) => oneColumnErrors(column, item(path, index)));
}

function oneColumnErrors(column: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const type = textIn(column, 'type');
  const format = textIn(column, 'format');
  const jsonPath = textIn(column, 'jsonPath');
  const types = `must be one of ${columnTypes.join(',')}`;
  if (textIn(column, 'name') === '') errors.push(required(child(path, 'name')));
  if (type === '') errors.push(required(child(path, 'type'), types));
  else if (!columnTypes.includes(type)) errors.push(invalid(child(path, 'type'), type, types));
  if (format !== '' && !columnFormats.includes(format)) {
    errors.push(invalid(child(path, 'format'), format, `must be one of ${columnFormats.join(',')}`));
  }
  const pathField = child(path, 'JSONPath');
  return [...errors, ...(jsonPath === '' ? [required(pathField)] : jsonPathErrors(jsonPath, pathField))];
}

/** Checks the fields that field selectors may use. */
export function selectableFieldErrors(
  fields: readonly JsonObject[],
  schema: StructuralSchema,
  path: string,
  allowsTooMany: boolean,
): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [index, field] of fields.entries()) {
    errors.push(...selectableErrors(textIn(field, 'jsonPath'), schema, child(item(path, index), 'jsonPath'), seen));
  }
  if (seen.size > maxSelectableFields && !allowsTooMany) errors.push(tooMany(path, seen.size, maxSelectableFields));
  return errors;
}

function selectableErrors(jsonPath: string, schema: StructuralSchema, path: string, seen: Set<string>): FieldError[] {
  if (jsonPath === '') return [required(path)];
  const found = explainFieldPath(jsonPath, schema, { allowBrackets: false });
  if (typeof found === 'string') return [invalid(path, jsonPath, `is an invalid path: ${found}`)];
  const errors: FieldError[] = [];
  if (/^metadata(?:\.|$)/.test(found.path))
    errors.push(invalid(path, jsonPath, 'must not point to fields in metadata'));
  if (!['string', 'boolean', 'integer'].includes(found.schema.type ?? '')) {
    const allowed = 'Enum string fields and strings with formats are allowed.';
    errors.push(invalid(path, jsonPath, `must point to a field of type string, boolean or integer. ${allowed}`));
  }
  if (seen.has(found.path)) errors.push(duplicate(path, jsonPath));
  seen.add(found.path);
  return errors;
}

/** Checks the warning of a deprecated version. */
export function deprecationErrors(isDeprecated: boolean, warning: string | undefined, path: string): FieldError[] {
  if (warning === undefined) return [];
  if (!isDeprecated) return [invalid(path, warning, 'can only be set for deprecated versions')];
  const errors: FieldError[] = [];
  if (new TextEncoder().encode(warning).length > 256)
    errors.push(invalid(path, warning, 'must be <= 256 characters long'));
  if (warning === '') errors.push(invalid(path, warning, 'must not be an empty string'));
  const bad = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(warning);
  if (bad !== null) {
    const found = `non-printable character found at index ${new TextEncoder().encode(warning.slice(0, bad.index)).length}`;
    errors.push(invalid(path, warning, `must only contain printable UTF-8 characters; ${found}`));
  }
  return errors;
}
