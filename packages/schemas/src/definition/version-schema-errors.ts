import type { JsonObject } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child } from '../errors/field-path.ts';
import { forbidden, invalid } from '../errors/make-field-error.ts';
import { toStructural } from '../structural/to-structural.ts';
import { objectIn } from './internal-spec.ts';
import { printSchema } from './print-versions.ts';
import { RuleCosts } from './rule-costs.ts';
import { SchemaCheck } from './schema-errors.ts';
import type { SpecOptions } from './spec-options.ts';
import { defaultErrors } from './validate-defaults.ts';

/** Keys that the root of a schema may have when status is a subresource, which is validated by itself. */
const rootKeys: ReadonlySet<string> = new Set([
  ...['description', 'type', 'format', 'title', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'],
  ...['maxLength', 'minLength', 'pattern', 'maxItems', 'minItems', 'uniqueItems', 'multipleOf', 'required', 'items'],
  ...['properties', 'externalDocs', 'example', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-validations'],
]);
const rootNames =
  'Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations';

export interface VersionSchemaOptions extends SpecOptions {
  readonly hasStatus: boolean;
  readonly suppressCost: boolean;
}

/** Checks the schema of a version: `holder` is its `schema` field. */
export function versionSchemaErrors(
  holder: JsonObject | undefined,
  path: string,
  options: VersionSchemaOptions,
): FieldError[] {
  const source = holder === undefined ? undefined : objectIn(holder, 'openAPIV3Schema');
  if (source === undefined) return [];
  const schemaPath = child(path, 'openAPIV3Schema');
  const errors = options.hasStatus ? rootErrors(source, schemaPath) : [];
  if (source['nullable'] === true)
    errors.push(forbidden(`${schemaPath}.nullable`, 'nullable cannot be true at the root'));
  const structural = options.requireStructural ? structuralFindings(source, schemaPath, options) : noFindings;
  errors.push(...structural.errors);
  const costs = structural.isComplete ? new RuleCosts() : undefined;
  errors.push(...new SchemaCheck(options, costs).errors(source, rootScope(schemaPath)));
  // A schema that can't be converted at all has been told so in detail above, as a rule.
  if (errors.length === 0) errors.push(...structural.unconvertible);
  return [...errors, ...(costs?.errors(schemaPath) ?? [])];
}

interface StructuralFindings {
  readonly errors: FieldError[];
  readonly unconvertible: FieldError[];
  /** Whether rules can be looked at. */
  readonly isComplete: boolean;
}

const noFindings: StructuralFindings = { errors: [], unconvertible: [], isComplete: false };

function structuralFindings(source: JsonObject, path: string, options: SpecOptions): StructuralFindings {
  const { schema, errors } = toStructural(source, path);
  if (schema === undefined) return { errors: [], unconvertible: errors, isComplete: false };
  if (errors.length > 0) return { errors, unconvertible: [], isComplete: false };
  const wrongDefaults = defaultErrors(schema, path, options.requirePrunedDefaults);
  return { errors: wrongDefaults, unconvertible: [], isComplete: wrongDefaults.length === 0 };
}

function rootScope(path: string): Parameters<SchemaCheck['errors']>[1] {
  return {
    path,
    isRoot: true,
    noDefaults: undefined,
    isInMeta: false,
    uncorrelatable: undefined,
    cardinality: 1,
    hasRules: true,
  };
}

function rootErrors(source: JsonObject, path: string): FieldError[] {
  const type = source['type'] ?? '';
  if (type !== 'object' && type !== '') {
    const detail =
      'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
    return [invalid(`${path}.type`, type, detail)];
  }
  const isSet = (key: string): boolean => ![undefined, null, false, ''].includes(source[key] as null);
  if (Object.keys(source).every((key) => rootKeys.has(key) || !isSet(key))) return [];
  const detail = `only [${rootNames}] fields are allowed at the root of the schema if the status subresource is enabled`;
  return [invalid(path, printSchema(source), detail)];
}
