import type { JsonValue } from '@flux19/objects';
import type { SchemaNode } from '../schema/schema-node.ts';
import type { Findings } from './findings.ts';
import { isIntegral } from './json-type.ts';
import { reportType } from './messages.ts';

/** Checks the type of a value that is not null. */
export function checkType(value: JsonValue, type: string, node: SchemaNode, findings: Findings): void {
  if (node.types.length === 0 && node.format === '') return;
  findings.matches++;
  if (node.format === '' && node.types[0] === type) {
    findings.matches++;
    return;
  }
  const wrong = misfit(value, type, node);
  if (wrong === undefined) findings.matches++;
  else reportType(findings, wrong.expected, wrong.actual);
}

function misfit(
  value: JsonValue,
  type: string,
  { types, format }: SchemaNode,
): { readonly expected: string; readonly actual: string } | undefined {
  const fits = types.includes(type) || isCompatibleNumber(value, type, types);
  const isTextOrList = type === 'string' || type === 'array';
  if (format !== '') {
    const valueFormat = formatOf(type);
    if (!isTextOrList && !fits && format !== valueFormat) return { expected: format, actual: valueFormat };
    // Flux: kube-openapi leaves text and lists to the format check, which looks at text only.
    if (isTextOrList && !types.includes('number') && !types.includes('integer')) return undefined;
  }
  return fits ? undefined : { expected: types.join(','), actual: type };
}

function isCompatibleNumber(value: JsonValue, type: string, types: readonly string[]): boolean {
  if (type === 'integer') return types.includes('number');
  return type === 'number' && types.includes('integer') && isIntegral(Number(value));
}

function formatOf(type: string): string {
  if (type === 'integer') return 'int64';
  return type === 'number' ? 'float64' : '';
}
