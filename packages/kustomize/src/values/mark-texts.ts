import { markQuoted } from './quoted.ts';
import { resolveScalar } from './resolve-scalar.ts';
import { type Fields, isFields, type Value } from './value.ts';

/** For values that have been JSON: every text was in quotes, or only those that need them when it was printed as YAML since. */
export function markTexts(value: Value | undefined, which: 'all' | 'needed'): void {
  if (Array.isArray(value)) for (const item of value) markTexts(item, which);
  else if (isFields(value)) for (const key of Object.keys(value)) markField(value, key, which);
}

function markField(fields: Fields, key: string, which: 'all' | 'needed'): void {
  const field = fields[key];
  if (typeof field !== 'string') markTexts(field, which);
  else if (which === 'all' || needsQuotes(field)) markQuoted(fields, key);
}

function needsQuotes(text: string): boolean {
  return (
    typeof resolveScalar(text, 'sigs') !== 'string' ||
    /^[\s#,[\]{}&*!|>'"%@`-]|[:?] |\s$|: | #|:$|\n/.test(text) ||
    /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+/.test(text)
  );
}
