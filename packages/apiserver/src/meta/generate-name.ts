import { randomInt } from 'node:crypto';

/** Letters and digits that form no words; vowels and what looks alike are left out. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
const suffixLength = 5;
const maxNameLength = 63;

/** A name from a `generateName`: the prefix, shortened so that the whole is a DNS label, and five random characters. */
export function generateName(prefix: string): string {
  const kept = prefix.slice(0, maxNameLength - suffixLength);
  let suffix = '';
  for (let i = 0; i < suffixLength; i++) suffix += alphabet[randomInt(alphabet.length)];
  return kept + suffix;
}
