import { byteLength, explainForm, formRegExp, type NameForm } from './name-form.ts';

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const labelWithUnderscore = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const label1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const subdomainWithUnderscore = `${labelWithUnderscore}(\\.${labelWithUnderscore})*`;

const labelForm: NameForm = {
  pattern: label,
  complaint:
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  examples: ['my-name', '123-abc'],
};
const label1035Form: NameForm = {
  pattern: label1035,
  complaint:
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  examples: ['my-name', 'abc-123'],
};
const subdomainForm: NameForm = {
  pattern: subdomain,
  complaint:
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  examples: ['example.com'],
};
const caselessSubdomainForm: NameForm = {
  pattern: subdomain,
  complaint:
    "an RFC 1123 subdomain must consist of alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  examples: ['Example.com'],
};
const underscoreSubdomainForm: NameForm = {
  pattern: subdomainWithUnderscore,
  complaint:
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
  examples: ['example.com'],
};
const wildcardForm: NameForm = {
  pattern: `\\*\\.${subdomain}`,
  complaint:
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  examples: ['*.example.com'],
};

const labelRegExp = formRegExp(label);
const label1035RegExp = formRegExp(label1035);
const subdomainRegExp = formRegExp(subdomain);
const caselessSubdomainRegExp = formRegExp(subdomain, 'i');
const underscoreSubdomainRegExp = formRegExp(subdomainWithUnderscore);
const wildcardRegExp = formRegExp(wildcardForm.pattern);

const labelMaxLength = 63;
const subdomainMaxLength = 253;

/** Complaints about a name of at most 63 characters without dots, as namespaces have; none when it is valid. */
export function isDns1123Label(value: string): string[] {
  const errors = tooLong(value, labelMaxLength);
  if (labelRegExp.test(value)) return errors;
  return [...errors, subdomainRegExp.test(value) ? 'must not contain dots' : explainForm(labelForm)];
}

/** Complaints about a name that starts with a letter, as services have. */
export function isDns1035Label(value: string): string[] {
  return complain(value, { maxLength: labelMaxLength, regExp: label1035RegExp, form: label1035Form });
}

/** Complaints about a name of labels and dots, as most objects have. */
export function isDns1123Subdomain(value: string): string[] {
  return complain(value, { maxLength: subdomainMaxLength, regExp: subdomainRegExp, form: subdomainForm });
}

/** Complaints about a subdomain in which capital letters are allowed. */
export function isDns1123SubdomainCaseless(value: string): string[] {
  return complain(value, {
    maxLength: subdomainMaxLength,
    regExp: caselessSubdomainRegExp,
    form: caselessSubdomainForm,
  });
}

/** Complaints about a subdomain in which labels may hold underscores. */
export function isDns1123SubdomainWithUnderscore(value: string): string[] {
  return complain(value, {
    maxLength: subdomainMaxLength,
    regExp: underscoreSubdomainRegExp,
    form: underscoreSubdomainForm,
  });
}

/** Complaints about a subdomain after `*.`, as hosts of an Ingress may have. */
export function isWildcardDns1123Subdomain(value: string): string[] {
  return complain(value, { maxLength: subdomainMaxLength, regExp: wildcardRegExp, form: wildcardForm });
}

interface Rule {
  readonly maxLength: number;
  readonly regExp: RegExp;
  readonly form: NameForm;
}

function complain(value: string, { maxLength, regExp, form }: Rule): string[] {
  const errors = tooLong(value, maxLength);
  return regExp.test(value) ? errors : [...errors, explainForm(form)];
}

function tooLong(value: string, maxLength: number): string[] {
  return byteLength(value) > maxLength ? [`must be no more than ${maxLength} characters`] : [];
}
