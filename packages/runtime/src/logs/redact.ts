/** What stands for a secret; Flux masks tokens with the same. */
export const mask = '*****';

/** What looks like a secret wherever it stands. */
const secretForms: readonly (readonly [RegExp, string])[] = [
  // Credentials in URLs.
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]+@/gi, `$1${mask}@`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/g, `$1 ${mask}`],
  [/-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g, mask],
  [/\bAGE-SECRET-KEY-1[0-9A-Z]+/gi, mask],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,})/g, mask],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, mask],
];

/** Fields whose values are secrets by their names. */
const secretName =
  /^(?:password|passwd|secret|token|bearer_?token|authorization|identity|private_?key|client_?secret|api_?key)$/i;

const deepest = 6;

/** The text without what looks like a secret. */
export function redactText(text: string): string {
  let redacted = text;
  for (const [form, replacement] of secretForms) redacted = redacted.replace(form, replacement);
  return redacted;
}

/** A copy of log fields without secrets. Errors become their messages; what is nested too deeply is left out. */
export function redactFields(fields: Readonly<Record<string, unknown>>, depth = 0): Record<string, unknown> {
  const redacted: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(fields))
    redacted[key] = secretName.test(key) ? mask : redactValue(value, depth);
  return redacted;
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return redactText(value.message);
  if (depth >= deepest) return '...';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  return redactFields(value as Record<string, unknown>, depth + 1);
}
