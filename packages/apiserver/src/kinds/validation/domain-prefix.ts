import { isDns1123Subdomain } from '@flux19/objects';
import type { Check } from './field.ts';

const prefixed = 'must be a domain-prefixed path (such as "acme.io/foo")';
const pathCharacters = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const pathForm = new RegExp(`^${pathCharacters}$`);

/** A name that begins with somebody's domain: `example.com/controller`. */
export const domainPrefixedPath: Check = (field) => {
  const { text } = field;
  if (text === '') return field.required();
  const slash = text.indexOf('/');
  const [domain, path] = [text.slice(0, Math.max(slash, 0)), text.slice(slash + 1)];
  if (domain === '' || path === '') return field.invalid(prefixed);
  for (const detail of isDns1123Subdomain(domain)) field.invalid(detail, domain);
  if (!pathForm.test(path)) field.invalid(`Invalid path (regex used for validation is '${pathCharacters}')`, path);
};
