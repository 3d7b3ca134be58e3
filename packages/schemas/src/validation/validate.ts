import type { JsonValue, StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { schemaNode } from '../schema/schema-node.ts';
import { checkValue } from './check-value.ts';
import { uncorrelated } from './correlation.ts';
import { Findings } from './findings.ts';

export interface ValidateOptions {
  /** Path of the value itself, in front of every error's field. Default: none. */
  readonly fieldPath?: string;
  /** The stored object. Given, unchanged invalid parts are let through (ratcheting). */
  readonly oldObject?: JsonValue;
}

/**
 * Validates a value against a schema as kube-apiserver's kube-openapi validator does, with its texts. Never throws.
 * Only the schema's own keywords: for everything that a custom resource must pass, see validateCustomResource.
 */
export function validate(value: JsonValue, schema: StructuralSchema, options: ValidateOptions = {}): FieldError[] {
  const findings = new Findings(options.fieldPath ?? '');
  checkValue(value, schemaNode(schema), options.oldObject ?? uncorrelated, findings);
  return findings.errors;
}
