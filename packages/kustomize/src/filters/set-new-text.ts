import { KustomizeError } from '../engine/kustomize-error.ts';
import { readDocument } from '../reading/read-document.ts';
import { markQuoted } from '../values/quoted.ts';
import { resolveScalar } from '../values/resolve-scalar.ts';
import { type Fields, setField } from '../values/value.ts';

/**
 * Adds a text under a key, both made by kustomize itself. It puts no quotes around such a key, and fails when that is read as something
 * else than a text; the text gets quotes when it needs some. Throws KustomizeError.
 */
export function setNewText(fields: Fields, key: string, text: string): void {
  requireTextKey(key);
  setField(fields, key, text);
  if (text.includes('\n') || needsQuotes(text)) markQuoted(fields, key);
}

/** Throws KustomizeError for a key that reads as something else than a text when it has no quotes. */
export function requireTextKey(key: string): void {
  if (typeof resolveScalar(key) === 'string') return;
  throw new KustomizeError(
    `json: unsupported type: map[interface {}]interface {} (the key ${key} is added without quotes, and is no text then: choose another key)`,
    { reason: 'InvalidKey', field: key },
  );
}

const word = /^[A-Za-z0-9/_](?:[^\s:#]|[:#](?=\S)| (?=[^\s#]))*$/;

/** True for a text that YAML 1.1 reads as something else when it has no quotes. */
export function needsQuotes(text: string): boolean {
  if (text === '' || text.includes('\n')) return false;
  if (word.test(text)) return typeof resolveScalar(text, 'sigs') !== 'string';
  try {
    return typeof readDocument(text, 'sigs')?.value !== 'string';
  } catch {
    return false;
  }
}
