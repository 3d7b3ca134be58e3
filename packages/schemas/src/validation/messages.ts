import { quoteGo } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { invalid, typeInvalid } from '../errors/make-field-error.ts';
import type { Findings } from './findings.ts';

/** Reports a rule that a value breaks: `spec.name in body should match '^a'`. */
export function reportInvalid(findings: Findings, value: unknown, rule: string): void {
  findings.report((name, field) => invalid(field, value ?? '', `${name} in body ${rule}`));
}

/** Reports a value of the wrong type. `actual` is the found type, or the text that has not the format. */
export function reportType(findings: Findings, expected: string, actual: string): void {
  findings.report((name, field) => wrongType(name, field, expected, actual));
}

function wrongType(name: string, field: string, expected: string, actual: string): FieldError {
  return typeInvalid(field, actual, `${name} in body must be of type ${expected}: ${quoteGo(actual)}`);
}

/** Reports a finding that kube-openapi ties to no field: the error names the whole value. */
export function reportWhole(findings: Findings, text: (name: string) => string): void {
  findings.report((name) => invalid(findings.whole(), '', text(name)));
}
