import { byteLength, explainForm, formRegExp, type NameForm } from './name-form.ts';

const configMapKeyForm: NameForm = {
  pattern: '[-._a-zA-Z0-9]+',
  complaint: "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  examples: ['key.name', 'KEY_NAME', 'key-name'],
};
const environmentVariableForm: NameForm = {
  pattern: '[-._a-zA-Z][-._a-zA-Z0-9]*',
  complaint:
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
  examples: ['my.env-name', 'MY_ENV.NAME', 'MyEnvName1'],
};
const identifierForm: NameForm = {
  pattern: '[A-Za-z_][A-Za-z0-9_]*',
  complaint:
    "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
  examples: ['my_name', 'MY_NAME', 'MyName'],
};
const httpHeaderForm: NameForm = {
  pattern: '[-A-Za-z0-9]+',
  complaint: "a valid HTTP header must consist of alphanumeric characters or '-'",
  examples: ['X-Header-Name'],
};
const percentForm: NameForm = {
  pattern: '[0-9]+%',
  complaint: "a valid percent string must be a numeric string followed by an ending '%'",
  examples: ['1%', '93%'],
};

const configMapKeyRegExp = formRegExp(configMapKeyForm.pattern);
const environmentVariableRegExp = formRegExp(environmentVariableForm.pattern);
const identifierRegExp = formRegExp(identifierForm.pattern);
const httpHeaderRegExp = formRegExp(httpHeaderForm.pattern);
const percentRegExp = formRegExp(percentForm.pattern);
const printableAsciiRegExp = /^[ -<>-~]*$/;
const configMapKeyMaxLength = 253;

/** Complaints about a key in the data of a ConfigMap or Secret; none when it is valid. */
export function isConfigMapKey(value: string): string[] {
  const tooLong = byteLength(value) > configMapKeyMaxLength;
  return [
    ...(tooLong ? [`must be no more than ${configMapKeyMaxLength} characters`] : []),
    ...formErrors(value, configMapKeyRegExp, configMapKeyForm),
    ...parentFolderErrors(value),
  ];
}

/** Complaints about a name of an environment variable, by the strict rule. */
export function isEnvVarName(value: string): string[] {
  return [...formErrors(value, environmentVariableRegExp, environmentVariableForm), ...parentFolderErrors(value)];
}

/** Complaints about a name of an environment variable, by the rule that allows all printable ASCII but `=`. */
export function isRelaxedEnvVarName(value: string): string[] {
  if (value === '') return ['environment variable name must be non-empty'];
  if (printableAsciiRegExp.test(value)) return [];
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** Complaints about an identifier of the C language. */
export function isCIdentifier(value: string): string[] {
  return formErrors(value, identifierRegExp, identifierForm);
}

/** Complaints about a name of an HTTP header field. */
export function isHttpHeaderName(value: string): string[] {
  return formErrors(value, httpHeaderRegExp, httpHeaderForm);
}

/** Complaints about a percentage such as `25%`. */
export function isValidPercent(value: string): string[] {
  return formErrors(value, percentRegExp, percentForm);
}

function formErrors(value: string, regExp: RegExp, form: NameForm): string[] {
  return regExp.test(value) ? [] : [explainForm(form)];
}

// Keys become file names of a volume.
function parentFolderErrors(value: string): string[] {
  if (value === '.' || value === '..') return [`must not be '${value}'`];
  return value.startsWith('..') ? ["must not start with '..'"] : [];
}
