import { isDns1035Label, isDns1123Subdomain, isPathSegmentName, type JsonObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { forbiddenField, invalidField, requiredField, unsupportedField } from '../../../errors/field-errors.ts';
import { objectField, textField } from '../../../json/fields.ts';
import { selectorErrors } from '../../../kinds/validation/checks.ts';

/** Complaints about the kind of a policy's parameters. */
export function paramKindErrors(paramKind: JsonObject | undefined, path: string): FieldError[] {
  if (paramKind === undefined) return [];
  const kind = textField(paramKind, 'kind');
  const kindTexts = isDns1035Label(kind.toLowerCase());
  const mixed = `may have mixed case, but should otherwise match: ${kindTexts.join(',')}`;
  const kindErrors = kindTexts.length === 0 ? [] : [invalidField(`${path}.kind`, kind, mixed)];
  return [
    ...apiVersionErrors(textField(paramKind, 'apiVersion'), `${path}.apiVersion`),
    ...(kind === '' ? [requiredField(`${path}.kind`)] : kindErrors),
  ];
}

function apiVersionErrors(apiVersion: string, path: string): FieldError[] {
  if (apiVersion === '') return [requiredField(path)];
  const parts = apiVersion.split('/');
  if (parts.length > 2) return [invalidField(path, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
  const [group, version = ''] = parts.length === 1 ? ['', apiVersion] : parts;
  const groupTexts = group === '' || group === undefined ? [] : isDns1123Subdomain(group);
  const versionTexts = version === '' ? [] : isDns1035Label(version);
  return [
    ...(groupTexts.length === 0 ? [] : [invalidField(path, group, groupTexts.join(','))]),
    ...(version === '' ? [invalidField(path, apiVersion, 'version must be specified')] : []),
    ...(versionTexts.length === 0 ? [] : [invalidField(path, version, versionTexts.join(','))]),
  ];
}

/** Complaints about the parameters that a binding names. */
export function paramRefErrors(paramRef: JsonObject | undefined, path: string): FieldError[] {
  if (paramRef === undefined) return [];
  const name = textField(paramRef, 'name');
  const selector = objectField(paramRef, 'selector');
  const action = textField(paramRef, 'parameterNotFoundAction');
  const exclusive = 'name and selector are mutually exclusive';
  const isBoth = name !== '' && selector !== undefined;
  return [
    ...(name === '' ? [] : isPathSegmentName(name).map((text) => invalidField(`${path}.name`, name, text))),
    ...(isBoth ? [forbiddenField(`${path}.name`, exclusive)] : []),
    ...(selector === undefined ? [] : selectorErrors(selector, `${path}.selector`)),
    ...(isBoth ? [forbiddenField(`${path}.selector`, exclusive)] : []),
    ...(name === '' && selector === undefined
      ? [requiredField(path, 'one of name or selector must be specified')]
      : []),
    ...notFoundActionErrors(action, `${path}.parameterNotFoundAction`),
  ];
}

function notFoundActionErrors(action: string, path: string): FieldError[] {
  if (action === '') return [requiredField(path)];
  const supported = ['Deny', 'Allow'];
  return supported.includes(action) ? [] : [unsupportedField(path, action, supported)];
}
