import { parseIpAddress } from '@flux19/cel';

const letter = 'a-zA-Z\\p{L}';
const symbol = 'a-zA-Z0-9\\p{S}\\p{L}';
const hostname = new RegExp(
  `^(?:[${symbol}](?:-?[${symbol}]{0,62})?|(?:[${symbol}](?:[${symbol}-]{0,61}[${symbol}])?\\.)+[${letter}]{2,63})$`,
  'u',
);

/** An Internet host name; labels may hold letters and symbols of any script. */
export function isHostname(text: string): boolean {
  // The length is checked first, since it bounds the work of the pattern.
  if (byteLength(text) > 255 || !hostname.test(text)) return false;
  return text.split('.').every((label) => byteLength(label) <= 63);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** An IPv4 address, also one inside an IPv6 address; leading zeros are allowed. */
export function isIpv4(text: string): boolean {
  return text.includes('.') && parseIpAddress(text, { leadingZeros: true }) !== undefined;
}

/** An IPv6 address. */
export function isIpv6(text: string): boolean {
  return text.includes(':') && parseIpAddress(text) !== undefined;
}

/** An address, a slash and a prefix length. */
export function isCidr(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash < 0) return false;
  const address = parseIpAddress(text.slice(0, slash), { leadingZeros: true });
  const prefix = text.slice(slash + 1);
  if (address === undefined || !/^[0-9]{1,7}$/.test(prefix)) return false;
  return Number(prefix) <= address.bytes.length * 8;
}

/** A hardware address of 6, 8 or 20 bytes with colons, hyphens or dots. */
export function isMacAddress(text: string): boolean {
  const pairs = /^[0-9a-fA-F]{2}([:-])[0-9a-fA-F]{2}(?:\1[0-9a-fA-F]{2})*$/.test(text);
  const quads = /^[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4})+$/.test(text);
  if (!pairs && !quads) return false;
  const digits = text.replace(/[:.-]/g, '').length / 2;
  return digits === 6 || digits === 8 || digits === 20;
}

const atom = "[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~\\u0080-\\uffff]+";
const dotAtom = `${atom}(?:\\.${atom})*`;
const quoted = '"(?:[^"\\\\\\u0000-\\u001f]|\\\\[\\u0020-\\u007e])*"';
const domainLiteral = '\\[[^\\[\\]\\\\\\u0000-\\u0020]*\\]';
const address = `(?:${dotAtom}|${quoted})@(?:${dotAtom}|${domainLiteral})`;
const bareAddress = new RegExp(`^[ \\t]*${address}[ \\t]*$`);
const namedAddress = new RegExp(`^[ \\t]*(?:(?:${dotAtom}|${quoted})[ \\t]*)*<${address}>[ \\t]*$`);

/** An address of RFC 5322, with or without a display name. */
export function isEmail(text: string): boolean {
  if (text.length > 1000) return false;
  return bareAddress.test(text) || (text.endsWith('>') && namedAddress.test(text));
}
