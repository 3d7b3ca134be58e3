import { mask, redactText } from '@flux19/runtime';

/** Texts shorter than this say too little to be a secret, and stand in too many others. */
const shortestSecret = 4;

/** Takes secrets out of a text: those that are known, and what looks like one. */
export type SecretMask = (text: string) => string;

/** A mask for these secrets in the forms in which they travel. */
export function createSecretMask(secrets: Iterable<string>): SecretMask {
  const forms = new Set([...secrets].flatMap(formsOf).filter((form) => form.length >= shortestSecret));
  const longestFirst = [...forms].toSorted((a, b) => b.length - a.length);
  return (text) => redactText(longestFirst.reduce((masked, secret) => masked.replaceAll(secret, mask), text));
}

function formsOf(secret: string): readonly string[] {
  const trimmed = secret.trim();
  const lines = trimmed.split(/\r?\n/).filter((line) => line.length >= 16);
  return [...new Set([trimmed, ...lines, ...(isAddress(trimmed) ? urlForms(new URL(trimmed)) : [])])].flatMap(
    (form) => [form, encoded(form), JSON.stringify(form).slice(1, -1)],
  );
}

function isAddress(text: string): boolean {
  return text.includes('://') && URL.canParse(text);
}

/** Addresses of webhooks are secrets in their paths and queries; the host is none. */
function urlForms({ href, pathname, search, username, password }: URL): readonly string[] {
  return [href, pathname + search, pathname.length > 1 ? pathname : '', search, username, password];
}

function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // A lone surrogate has no such form.
    return text;
  }
}
