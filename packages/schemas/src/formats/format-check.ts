import { isRequestUri } from '@flux19/cel';
import { parseLooseDuration } from './loose-duration.ts';
import { isCidr, isEmail, isHostname, isIpv4, isIpv6, isMacAddress } from './network.ts';
import { isBase64, isCreditCard, isIsbn10, isIsbn13, isSocialSecurityNumber } from './numbers.ts';
import { isDate, isDateTime } from './time.ts';

type Check = (text: string) => boolean;

const uuid = (version: string, variant: string): Check => {
  const pattern = new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}-?${variant}-?[0-9a-f]{12}$`, 'i');
  return (text) => pattern.test(text);
};

const shortName = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const hexColor = /^#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/;
const channel = '\\s*(?:0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*';
const rgbColor = new RegExp(`^rgb\\(${channel},${channel},${channel}\\)$`);

/** String formats that kube-apiserver checks, by name without hyphens (k8s.io/kube-openapi/pkg/validation/strfmt). */
const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['bsonobjectid', (text) => /^[0-9a-fA-F]{24}$/.test(text)],
  ['uri', isRequestUri],
  ['email', isEmail],
  ['hostname', isHostname],
  ['ipv4', isIpv4],
  ['ipv6', isIpv6],
  ['cidr', isCidr],
  ['mac', isMacAddress],
  ['uuid', uuid('[0-9a-f]{4}', '[0-9a-f]{4}')],
  ['uuid3', uuid('3[0-9a-f]{3}', '[0-9a-f]{4}')],
  ['uuid4', uuid('4[0-9a-f]{3}', '[89ab][0-9a-f]{3}')],
  ['uuid5', uuid('5[0-9a-f]{3}', '[89ab][0-9a-f]{3}')],
  ['isbn', (text) => isIsbn10(text) || isIsbn13(text)],
  ['isbn10', isIsbn10],
  ['isbn13', isIsbn13],
  ['creditcard', isCreditCard],
  ['ssn', isSocialSecurityNumber],
  ['hexcolor', (text) => hexColor.test(text)],
  ['rgbcolor', (text) => rgbColor.test(text)],
  ['byte', isBase64],
  ['password', () => true],
  ['date', isDate],
  ['duration', (text) => parseLooseDuration(text) !== undefined],
  ['datetime', isDateTime],
  ['k8sshortname', (text) => text.length <= 63 && shortName.test(text)],
  ['k8slongname', (text) => text.length <= 253 && text.split('.').every((label) => shortName.test(label))],
]);

/** The check of a string format; undefined when kube-apiserver does not know the format. */
export function formatCheck(format: string): Check | undefined {
  return format === '' ? undefined : checks.get(format.replaceAll('-', ''));
}
