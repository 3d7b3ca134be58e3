import type { JsonValue } from '@flux19/objects';
import { printGoJson } from '../errors/go-text.ts';
import { tooMany } from '../errors/make-field-error.ts';
import type { SchemaNode } from '../schema/schema-node.ts';
import type { Findings } from './findings.ts';
import { reportInvalid } from './messages.ts';

/** Checks the number of items, and that none is there twice if the schema asks for it. */
export function checkListSize(list: readonly JsonValue[], node: SchemaNode, findings: Findings): void {
  const { minItems, maxItems, uniqueItems } = node.schema;
  if (minItems !== undefined && list.length < minItems) {
    reportInvalid(findings, list.length, `should have at least ${minItems} items`);
  }
  if (maxItems !== undefined && list.length > maxItems) {
    findings.report((_name, field) => tooMany(field, list.length, maxItems));
  }
  if (uniqueItems === true && new Set(list.map(printGoJson)).size < list.length) {
    reportInvalid(findings, '', "shouldn't contain duplicates");
  }
}
