import { getKey, type JsonObject, type JsonValue } from '@flux19/objects';
import { printGoJson } from '../errors/go-text.ts';
import { notSupported } from '../errors/make-field-error.ts';
import type { SchemaNode } from '../schema/schema-node.ts';
import { checkCombinators } from './check-combinators.ts';
import { checkListSize } from './check-list.ts';
import { checkNumber } from './check-number.ts';
import { checkObjectSize, checkRequired, reportUnknownField } from './check-object.ts';
import { checkFormat, checkString } from './check-string.ts';
import { checkType } from './check-type.ts';
import { correlateKey, isUnchanged, itemCorrelator, type Old, uncorrelated } from './correlation.ts';
import { isInEnum } from './enumeration.ts';
import type { Findings } from './findings.ts';
import { jsonType } from './json-type.ts';
import { reportType } from './messages.ts';

/** Checks a value and everything below it. The faults of a value that equals its stored counterpart are let through. */
export function checkValue(value: JsonValue, node: SchemaNode, old: Old, findings: Findings): void {
  if (old === uncorrelated) {
    checkAnew(value, node, old, findings);
    return;
  }
  const errorCount = findings.errors.length;
  const { failures } = findings;
  checkAnew(value, node, old, findings);
  if (findings.failures > failures && isUnchanged(value, old)) findings.forgive(errorCount, failures);
}

/** The order of the checks is kube-openapi's, and so is the order of the errors. */
function checkAnew(value: JsonValue, node: SchemaNode, old: Old, findings: Findings): void {
  if (value === null) {
    checkNull(node, findings);
    return;
  }
  const type = jsonType(value);
  checkType(value, type, node, findings);
  findings.matches += 2;
  if (node.hasCombinators) checkCombinators(value, node, old, findings, checkValue);
  if (typeof value === 'string') {
    checkString(value, node, findings);
    checkFormat(value, node, findings);
  } else if (typeof value === 'number' || typeof value === 'bigint') {
    checkNumber(value, node, findings);
  } else if (Array.isArray(value)) {
    checkList(value, node, old, findings);
  }
  checkEnum(value, node, findings);
  if (type === 'object') checkObject(value as JsonObject, node, old, findings);
  findings.matches++;
}

function checkNull(node: SchemaNode, findings: Findings): void {
  if (node.types.length > 0 && !node.nullable) reportType(findings, node.types.join(','), 'null');
  else findings.matches++;
  checkEnum(null, node, findings);
}

function checkEnum(value: JsonValue, node: SchemaNode, findings: Findings): void {
  findings.matches++;
  const { enum: allowed } = node;
  if (allowed === undefined || isInEnum(value, allowed)) return;
  const texts = allowed.map((choice) => (typeof choice === 'string' ? choice : printGoJson(choice)));
  findings.report((_name, field) => notSupported(field, value, texts));
}

function checkList(list: JsonValue[], node: SchemaNode, old: Old, findings: Findings): void {
  findings.matches += 2;
  const { items } = node;
  if (items !== undefined) {
    const correlate = itemCorrelator(old, node.schema);
    for (let index = 0; index < list.length; index++) {
      const element = list[index] ?? null;
      findings.path.push(index);
      checkValue(element, items, correlate(element), findings);
      findings.path.pop();
    }
  }
  checkListSize(list, node, findings);
}

function checkObject(object: JsonObject, node: SchemaNode, old: Old, findings: Findings): void {
  findings.matches++;
  checkObjectSize(object, node, findings);
  if (node.forbidsAdditional || node.additional !== undefined) checkAdditional(object, node, old, findings);
  for (const [name, property] of node.properties) {
    const value = getKey(object, name);
    if (value !== undefined) checkField(value, property, name, fieldOld(old, name, node, findings), findings);
  }
  checkRequired(object, node, findings);
}

function checkAdditional(object: JsonObject, node: SchemaNode, old: Old, findings: Findings): void {
  const { additional } = node;
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined || node.properties.has(key)) continue;
    if (additional === undefined) {
      reportUnknownField(key, findings);
      continue;
    }
    // Flux: kube-openapi puts a dot in front of such keys even where there is no path before them.
    const segment = findings.path.length === 0 ? `.${key}` : key;
    checkField(value, additional, segment, fieldOld(old, key, node, findings), findings);
  }
}

function checkField(value: JsonValue, node: SchemaNode, segment: string, old: Old, findings: Findings): void {
  findings.path.push(segment);
  checkValue(value, node, old, findings);
  findings.path.pop();
}

/** Changes of the version can't be seen in apiVersion, so that the type of the object itself is never let through. */
function fieldOld(old: Old, key: string, node: SchemaNode, findings: Findings): Old {
  if (old === uncorrelated) return old;
  if (findings.path.length === 0 && (key === 'apiVersion' || key === 'kind')) return uncorrelated;
  return correlateKey(old, key, node.schema);
}
