import { isDns1123Subdomain } from './dns-names.ts';
import { byteLength, explainForm, formRegExp, type NameForm } from './name-form.ts';

const keyForm: NameForm = {
  pattern: '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]',
  complaint:
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  examples: ['MyName', 'my.name', '123-abc'],
};
const valueForm: NameForm = {
  pattern: `(${keyForm.pattern})?`,
  complaint:
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  examples: ['MyValue', 'my_value', '12345'],
};

const keyRegExp = formRegExp(keyForm.pattern);
const valueRegExp = formRegExp(valueForm.pattern);
const maxLengthBytes = 63;

/** Complaints about a key of a label or annotation: `name` or `prefix/name`; none when it is valid. */
export function isQualifiedName(value: string): string[] {
  const parts = value.split('/');
  if (parts.length > 2) {
    const explained = explainForm({ ...keyForm, complaint: `a valid label key ${keyForm.complaint}` });
    return [`${explained} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const [prefix, name = ''] = parts.length === 2 ? parts : [undefined, value];
  return [...(prefix === undefined ? [] : prefixErrors(prefix)), ...nameErrors(name)];
}

function prefixErrors(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  return isDns1123Subdomain(prefix).map((error) => `prefix part ${error.replace(/ characters$/, ' bytes')}`);
}

function nameErrors(name: string): string[] {
  const errors: string[] = [];
  if (name === '') errors.push('name part must be non-empty');
  if (byteLength(name) > maxLengthBytes) errors.push(`name part must be no more than ${maxLengthBytes} bytes`);
  if (!keyRegExp.test(name)) errors.push(`name part ${explainForm(keyForm)}`);
  return errors;
}

/** Complaints about the value of a label; none when it is valid. */
export function isValidLabelValue(value: string): string[] {
  const errors = byteLength(value) > maxLengthBytes ? [`must be no more than ${maxLengthBytes} bytes`] : [];
  return valueRegExp.test(value) ? errors : [...errors, explainForm(valueForm)];
}
