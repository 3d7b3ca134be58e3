// Checks of texts, in the words of k8s.io/apimachinery/pkg/util/validation.
import {
  isConfigMapKey,
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isPathSegmentName,
  isQualifiedName,
  isValidLabelValue,
  isValidPortName,
  isWildcardDns1123Subdomain,
} from '@flux19/objects';
import type { NameCheck } from '../../meta/validate-metadata.ts';
import type { Check } from './field.ts';

/** A check of a text by a function that lists complaints about it. */
export function texts(complaints: (text: string) => readonly string[]): Check {
  return (field) => {
    for (const detail of complaints(field.text)) field.invalid(detail, field.text);
  };
}

/** A name check for names or, with the dash that `generateName` often ends in, their beginnings. */
function allowingPrefix(check: (name: string) => string[]): NameCheck {
  return (name, isPrefix) => check(isPrefix ? name.replace(/-$/, 'a') : name);
}

export const dnsLabelName: NameCheck = allowingPrefix(isDns1123Label);
export const dnsSubdomainName: NameCheck = allowingPrefix(isDns1123Subdomain);
export const dns1035LabelName: NameCheck = allowingPrefix(isDns1035Label);

export const dnsLabel: Check = texts(isDns1123Label);
export const dnsSubdomain: Check = texts(isDns1123Subdomain);
export const wildcardSubdomain: Check = texts(isWildcardDns1123Subdomain);
export const qualifiedName: Check = texts(isQualifiedName);
export const labelValue: Check = texts(isValidLabelValue);
export const configMapKey: Check = texts(isConfigMapKey);
export const pathSegment: Check = texts(isPathSegmentName);
export const portName: Check = texts(isValidPortName);

/** The beginning of a subdomain, which may end in a dash. */
export const subdomainPrefix: Check = texts((text) => dnsSubdomainName(text, true));

/** Complains about an empty text; other checks look at the others. */
export function nonEmpty(...checks: readonly Check[]): Check {
  return (field) => {
    if (field.text === '') field.required();
    else field.must(...checks);
  };
}

/** The text must be there. */
export const needed: Check = nonEmpty();

/** Checks of a text that may be left out. */
export function unlessEmpty(...checks: readonly Check[]): Check {
  return (field) => {
    if (field.text !== '') field.must(...checks);
  };
}

/** The text must be one of these. */
export function oneOf(...supported: readonly string[]): Check {
  return (field) => {
    if (!supported.includes(field.text)) field.unsupported(supported, field.text);
  };
}

/** The text must be there and one of these. */
export function neededOneOf(...supported: readonly string[]): Check {
  return nonEmpty(oneOf(...supported));
}

/** Paths may not climb: `..` is no part of them. */
export const noBacksteps: Check = (field) => {
  if (field.text.split('/').includes('..')) field.invalid("must not contain '..'", field.text);
};

/** A path inside of something. */
export const descendingPath: Check = (field) => {
  if (field.text.startsWith('/')) field.invalid('must be a relative path', field.text);
  noBacksteps(field);
};

/** A path inside of a volume, whose names with two dots are the kubelet's own. */
export const localPath: Check = (field) => {
  descendingPath(field);
  const { text } = field;
  if (text.startsWith('..') && !text.startsWith('../')) field.invalid("must not start with '..'", text);
};
