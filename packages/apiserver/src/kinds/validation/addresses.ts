// IP addresses and networks, in the words of k8s.io/apimachinery/pkg/util/validation/ip.go.
import { isIPv4, isIPv6 } from 'node:net';
import type { Check } from './field.ts';

const octet = /^\d{1,3}$/;

/** An IPv4 address as lenient parsers read it: octets may begin with zeros. */
function lenientIpv4(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => octet.test(part) && Number(part) <= 255)) return undefined;
  return parts.map(Number).join('.');
}

/** Eight groups of 16 bits; undefined when it is no IPv6 address. */
function ipv6Groups(text: string): number[] | undefined {
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const dotted = text.lastIndexOf(':') + 1;
  const tail = text.slice(dotted);
  const plain = tail.includes('.') ? text.slice(0, dotted) + hexPair(tail) : text;
  const [head = '', rest] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = rest === undefined || rest === '' ? [] : rest.split(':');
  const gap = rest === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...gap, ...right].map((group) => Number.parseInt(group, 16));
}

function hexPair(ipv4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

function mappedIpv4(groups: readonly number[]): string | undefined {
  if (groups.slice(0, 5).some((group) => group !== 0) || groups[5] !== 0xffff) return undefined;
  const [high = 0, low = 0] = groups.slice(6);
  return `${high >> 8}.${high & 0xff}.${low >> 8}.${low & 0xff}`;
}

/** RFC 5952: the longest run of zeros, of two groups at least, is left out. */
function printIpv6(groups: readonly number[]): string {
  let [best, length] = [-1, 1];
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - start > length) [best, length] = [start, end - start];
  }
  const hex = groups.map((group) => group.toString(16));
  if (best < 0) return hex.join(':');
  return `${hex.slice(0, best).join(':')}::${hex.slice(best + length).join(':')}`;
}

/** What is known about an address; undefined when it is none, however leniently it is read. */
export interface Address {
  /** As Go prints it. */
  readonly canonical: string;
  readonly family: 'IPv4' | 'IPv6';
  readonly hasLeadingZeros: boolean;
  readonly isMapped: boolean;
}

export function readAddress(text: string): Address | undefined {
  const lenient = lenientIpv4(text);
  if (lenient !== undefined) {
    return { canonical: lenient, family: 'IPv4', hasLeadingZeros: !isIPv4(text), isMapped: false };
  }
  const groups = ipv6Groups(text);
  if (groups === undefined) return undefined;
  const mapped = mappedIpv4(groups);
  if (mapped !== undefined) return { canonical: mapped, family: 'IPv4', hasLeadingZeros: false, isMapped: true };
  return { canonical: printIpv6(groups), family: 'IPv6', hasLeadingZeros: false, isMapped: false };
}

const noAddress = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

/** Fields that are older than strict rules take addresses in any form that means one address. */
export const legacyAddress: Check = (field) => {
  const address = readAddress(field.text);
  if (address === undefined) return field.invalid(noAddress, field.text);
  if (address.hasLeadingZeros) field.invalid('must not have leading 0s', field.text);
  if (address.isMapped) field.invalid('must not be an IPv4-mapped IPv6 address', field.text);
};

/** An address in the one form that it has. */
export const canonicalAddress: Check = (field) => {
  const before = field.findings.length;
  legacyAddress(field);
  const address = readAddress(field.text);
  if (field.findings.length > before || address === undefined || address.canonical === field.text) return;
  field.invalid(`must be in canonical form (${JSON.stringify(address.canonical)})`, field.text);
};

/** A network such as 10.0.0.0/8. */
export interface Network {
  readonly canonical: string;
  readonly family: 'IPv4' | 'IPv6';
  readonly bits: bigint;
  readonly prefixLength: number;
  readonly size: number;
  readonly hasLeadingZeros: boolean;
  readonly isMapped: boolean;
  /** Whether bits beyond the prefix are set. */
  readonly hasHostBits: boolean;
}

export function readNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = readAddress(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (address === undefined || !/^\d+$/.test(length)) return undefined;
  const size = address.family === 'IPv4' && !address.isMapped ? 32 : 128;
  const prefixLength = Number(length);
  if (prefixLength > size) return undefined;
  const bits = addressBits(address);
  const shift = BigInt(size - prefixLength);
  const masked = (bits >> shift) << shift;
  return {
    canonical: `${printBits(masked, address.family)}/${prefixLength}`,
    family: address.family,
    bits: masked,
    prefixLength,
    size,
    hasLeadingZeros: address.hasLeadingZeros || (length.length > 1 && length.startsWith('0')),
    isMapped: address.isMapped,
    hasHostBits: masked !== bits,
  };
}

function addressBits({ canonical, family }: Address): bigint {
  if (family === 'IPv4') return canonical.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
  return (ipv6Groups(canonical) ?? []).reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
}

function printBits(bits: bigint, family: 'IPv4' | 'IPv6'): string {
  const [count, width] = family === 'IPv4' ? [4, 8n] : [8, 16n];
  const mask = (1n << width) - 1n;
  const parts = Array.from({ length: count }, (_, index) =>
    Number((bits >> (width * BigInt(count - 1 - index))) & mask),
  );
  return family === 'IPv4' ? parts.join('.') : printIpv6(parts);
}

const noNetwork = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

/** Fields that are older than strict rules. */
export const legacyNetwork: Check = (field) => {
  const network = readNetwork(field.text);
  if (network === undefined) return field.invalid(noNetwork, field.text);
  if (network.hasLeadingZeros) field.invalid('must not have leading 0s in IP or prefix length', field.text);
  else if (network.isMapped) field.invalid('must not have an IPv4-mapped IPv6 address', field.text);
  else if (network.hasHostBits) field.invalid('must not have bits set beyond the prefix length', field.text);
};

export const canonicalNetwork: Check = (field) => {
  const before = field.findings.length;
  legacyNetwork(field);
  const network = readNetwork(field.text);
  if (field.findings.length > before || network === undefined || network.canonical === field.text) return;
  field.invalid(`must be in canonical form (${JSON.stringify(network.canonical)})`, field.text);
};
