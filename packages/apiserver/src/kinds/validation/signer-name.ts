import { isDns1123Label, isDns1123Subdomain } from '@flux19/objects';
import type { Check, Field } from './field.ts';

const domainLimit = 253;
const nameLimit = 571;

/** The first complaint about one of the parts of a text. */
function partsMust(field: Field, text: string, check: (part: string) => readonly string[]): void {
  for (const part of text.split('.')) {
    const complaints = check(part);
    for (const detail of complaints) field.invalid(`validating label ${JSON.stringify(part)}: ${detail}`, text);
    if (complaints.length > 0) return;
  }
}

/** The name of a signer of certificates: `example.com/signer-name`. */
export const signerName: Check = (field) => {
  const { text } = field;
  if (text === '') return field.required();
  const segments = text.split('/');
  const [domain = '', path = ''] = segments;
  if (segments.length !== 2) {
    return field.invalid("must be a fully qualified domain and path of the form 'example.com/signer-name'", text);
  }
  if (domain.length > domainLimit) field.tooLong(domainLimit);
  partsMust(field, domain, isDns1123Label);
  if (!domain.includes('.')) field.invalid('should be a domain with at least two segments separated by dots', domain);
  partsMust(field, path, isDns1123Subdomain);
  if (text.length > nameLimit) field.tooLong(nameLimit);
};
