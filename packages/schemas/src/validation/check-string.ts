import { tooLong } from '../errors/make-field-error.ts';
import type { SchemaNode } from '../schema/schema-node.ts';
import type { Findings } from './findings.ts';
import { reportInvalid, reportType } from './messages.ts';

/** Checks length and pattern of a text; stops at the first fault. Lengths count code points. */
export function checkString(text: string, node: SchemaNode, findings: Findings): void {
  findings.matches++;
  const { maxLength, minLength } = node.schema;
  if (maxLength !== undefined && text.length > maxLength && countRunes(text) > maxLength) {
    findings.report((_name, field) => tooLong(field, maxLength));
  } else if (minLength !== undefined && countRunes(text) < minLength) {
    reportInvalid(findings, text, `should be at least ${minLength} chars long`);
  } else if (node.patternError !== undefined) {
    reportInvalid(
      findings,
      text,
      `should match '${node.schema.pattern}, but pattern is invalid: ${node.patternError}'`,
    );
  } else if (node.pattern?.test(text) === false) {
    reportInvalid(findings, text, `should match '${node.schema.pattern}'`);
  }
}

/** Checks the format of a text. */
export function checkFormat(text: string, node: SchemaNode, findings: Findings): void {
  if (node.checkFormat === undefined) return;
  findings.matches++;
  if (!node.checkFormat(text)) reportType(findings, node.format, text);
}

function countRunes(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0xd800 && code < 0xdc00 && index + 1 < text.length) index++;
    count++;
  }
  return count;
}
