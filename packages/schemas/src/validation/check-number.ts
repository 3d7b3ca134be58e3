import { printGoNumber } from '../errors/go-text.ts';
import { invalid } from '../errors/make-field-error.ts';
import type { SchemaNode } from '../schema/schema-node.ts';
import type { Findings } from './findings.ts';
import { isIntegral, jsonType } from './json-type.ts';
import { reportInvalid, reportWhole } from './messages.ts';

/** Checks range, bounds and factor of a number. */
export function checkNumber(value: number | bigint, node: SchemaNode, findings: Findings): void {
  findings.matches += 2;
  checkRange(value, 'Checked', node, findings);
  const { multipleOf, maximum, minimum } = node.schema;
  if (multipleOf !== undefined) checkMultiple(value, multipleOf, node, findings);
  if (maximum !== undefined) checkMaximum(value, maximum, node, findings);
  if (minimum !== undefined) checkMinimum(value, minimum, node, findings);
}

/** Bounds on integers are cut to integers, as Go converts them. */
function boundFor(value: number | bigint, bound: number): number {
  return jsonType(value) === 'integer' ? Math.trunc(bound) : bound;
}

function checkMaximum(value: number | bigint, maximum: number, node: SchemaNode, findings: Findings): void {
  checkRange(maximum, 'Maximum boundary', node, findings);
  const bound = boundFor(value, maximum);
  const exclusive = node.schema.exclusiveMaximum === true;
  if (value < bound || (!exclusive && value <= bound)) return;
  reportInvalid(findings, value, `should be less than ${exclusive ? '' : 'or equal to '}${printGoNumber(bound)}`);
}

function checkMinimum(value: number | bigint, minimum: number, node: SchemaNode, findings: Findings): void {
  checkRange(minimum, 'Minimum boundary', node, findings);
  const bound = boundFor(value, minimum);
  const exclusive = node.schema.exclusiveMinimum === true;
  if (value > bound || (!exclusive && value >= bound)) return;
  reportInvalid(findings, value, `should be greater than ${exclusive ? '' : 'or equal to '}${printGoNumber(bound)}`);
}

function checkMultiple(value: number | bigint, multipleOf: number, node: SchemaNode, findings: Findings): void {
  checkRange(multipleOf, 'MultipleOf', node, findings);
  const factor = boundFor(value, multipleOf);
  if (factor <= 0) {
    const text = printGoNumber(factor);
    findings.report((name, field) =>
      invalid(field, factor, `factor MultipleOf declared for ${name} must be positive: ${text}`),
    );
  } else if (!isMultiple(value, factor)) {
    reportInvalid(findings, value, `should be a multiple of ${printGoNumber(factor)}`);
  }
}

function isMultiple(value: number | bigint, factor: number): boolean {
  if (typeof value === 'bigint') return value % BigInt(Math.trunc(factor)) === 0n;
  if (Number.isSafeInteger(value)) return value % factor === 0;
  return isIntegral(factor < 1 ? (1 / factor) * value : value / factor);
}

/** Checks that a number fits the type and format of the schema; kube-openapi ties this finding to no field. */
function checkRange(value: number | bigint, what: string, node: SchemaNode, findings: Findings): void {
  const type = node.types.length === 1 ? node.types[0] : '';
  if (type === 'integer') {
    if (fitsInteger(value, node.format)) return;
    const named = node.format === '' ? '(default format)' : `with format ${node.format}`;
    reportWhole(findings, (name) => `${what} value must be of type integer ${named} in ${name}`);
  } else if (type === 'number' && node.format === 'float' && !fitsFloat(value)) {
    reportWhole(findings, (name) => `${what} value must be of type number with format float in ${name}`);
  }
}

function fitsInteger(value: number | bigint, format: string): boolean {
  if (typeof value === 'number' && !Number.isInteger(value)) return false;
  if (format === 'int32') return value >= -(2 ** 31) && value < 2 ** 31;
  return value >= -(2 ** 63) && value < 2 ** 63;
}

function fitsFloat(value: number | bigint): boolean {
  return Number.isFinite(Math.fround(Number(value)));
}
