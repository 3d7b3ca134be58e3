import type { JsonObject } from '@flux19/objects';
import { invalid, required, tooMany } from '../errors/make-field-error.ts';
import type { SchemaNode } from '../schema/schema-node.ts';
import type { Findings } from './findings.ts';
import { reportInvalid } from './messages.ts';

/** Checks the number of fields. */
export function checkObjectSize(object: JsonObject, node: SchemaNode, findings: Findings): void {
  const { minProperties, maxProperties } = node.schema;
  if (minProperties === undefined && maxProperties === undefined) return;
  const size = Object.keys(object).length;
  if (minProperties !== undefined && size < minProperties) {
    reportInvalid(findings, size, `should have at least ${minProperties} properties`);
  }
  if (maxProperties !== undefined && size > maxProperties) {
    findings.report((_name, field) => tooMany(field, size, maxProperties));
  }
}

/** Checks that all required fields are there. */
export function checkRequired(object: JsonObject, node: SchemaNode, findings: Findings): void {
  for (const key of node.required) {
    if (Object.hasOwn(object, key) && object[key] !== undefined) continue;
    findings.report((name) => required(findings.field(name === '' ? key : `${name}.${key}`)));
  }
}

/** Reports a field that a schema without additional properties does not know. */
export function reportUnknownField(key: string, findings: Findings): void {
  findings.report((name, field) => invalid(field, key, `${name}.${key} in body is a forbidden property`));
}
