import type { FieldError } from '@flux19/schemas';
import { badRequest, invalid } from '../errors/api-errors.ts';
import { forbiddenField, requiredField, unsupportedField } from '../errors/field-errors.ts';
import { fieldManagerErrors, isPrintable } from '../meta/validate-managed-fields.ts';
import { isQueryTrue } from './request-info.ts';

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** Options that every write takes. */
export interface WriteOptions {
  readonly dryRun: boolean;
  /** As the client gave it; empty when it gave none. */
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
  readonly force: boolean;
}

const metaGroup = 'meta.k8s.io';
const managerLimitBytes = 128;

/** Reads the options of a write from the query. Throws StatusError 422 naming what is wrong. */
export function readWriteOptions(
  query: URLSearchParams,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  isApply = false,
): WriteOptions {
  const fieldManager = query.get('fieldManager') ?? '';
  const fieldValidation = query.get('fieldValidation') ?? '';
  const force = query.get('force');
  const errors: FieldError[] = [];
  if (isApply && fieldManager === '') errors.push(requiredField('fieldManager', 'is required for apply patch'));
  if (kind === 'PatchOptions' && !isApply && force !== null) {
    errors.push(forbiddenField('force', 'may not be specified for non-apply patch'));
  }
  errors.push(...fieldManagerErrors(fieldManager, 'fieldManager'));
  errors.push(...dryRunErrors(query.getAll('dryRun')));
  if (!['', 'Ignore', 'Warn', 'Strict'].includes(fieldValidation)) {
    errors.push(unsupportedField('fieldValidation', fieldValidation, ['', 'Ignore', 'Strict', 'Warn']));
  }
  if (errors.length > 0) throw invalid({ group: metaGroup, resource: kind }, '', errors);
  return {
    dryRun: query.getAll('dryRun').length > 0,
    fieldManager,
    fieldValidation: fieldValidation === '' ? 'Warn' : (fieldValidation as FieldValidation),
    force: isQueryTrue(force),
  };
}

/** The only dry run there is is that of all stages. */
export function dryRunErrors(values: readonly string[]): FieldError[] {
  return values.every((value) => value === 'All') ? [] : [unsupportedField('dryRun', values, ['All'])];
}

/** A whole number from the query; undefined when it is absent. Throws StatusError 400. */
export function integerOption(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return value;
}

/** Whom a change is recorded for: the manager that the client names, else the program its User-Agent names. */
export function managerName(options: WriteOptions, userAgent: string | null): string {
  if (options.fieldManager !== '') return options.fieldManager;
  let name = '';
  for (const rune of (userAgent ?? '').split('/')[0] ?? '') {
    if (!isPrintable(rune)) continue;
    if (Buffer.byteLength(name + rune) > managerLimitBytes) break;
    name += rune;
  }
  return name;
}
