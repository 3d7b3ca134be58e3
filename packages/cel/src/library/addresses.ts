import { formatIpAddress, type IpAddress, isIpv4Mapped, parseIpAddress } from '../addresses/ip-address.ts';
import { Fault } from '../values/fault.ts';
import { Opaque } from '../values/opaque.ts';
import type { Value } from '../values/value.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

class IpValue extends Opaque {
  override readonly typeName = 'net.IP';
  readonly address: IpAddress;

  constructor(address: IpAddress) {
    super();
    this.address = address;
  }

  override get size(): number {
    return this.address.bytes.length;
  }

  override equals(other: Value): boolean {
    return other instanceof IpValue && this.toString() === other.toString();
  }

  override toString(): string {
    return formatIpAddress(this.address);
  }
}

class CidrValue extends Opaque {
  override readonly typeName = 'net.CIDR';
  readonly address: IpAddress;
  readonly bits: number;

  constructor(address: IpAddress, bits: number) {
    super();
    this.address = address;
    this.bits = bits;
  }

  override get size(): number {
    return Math.ceil(this.bits / 8);
  }

  override equals(other: Value): boolean {
    return other instanceof CidrValue && this.toString() === other.toString();
  }

  override toString(): string {
    return `${formatIpAddress(this.address)}/${this.bits}`;
  }
}

function parseIp(text: string): IpValue | Fault {
  const address = parseIpAddress(text);
  if (address === undefined) {
    if (/%./.test(text) && parseIpAddress(text.replace(/%.*$/s, '')) !== undefined) {
      return new Fault(`IP address ${JSON.stringify(text)} with zone value is not allowed`);
    }
    const quoted = JSON.stringify(text);
    return new Fault(
      `IP Address ${quoted} parse error during conversion from string: ParseAddr(${quoted}): unable to parse IP`,
    );
  }
  if (isIpv4Mapped(address)) return new Fault(`IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`);
  return new IpValue(address);
}

function parseCidr(text: string): CidrValue | Fault {
  const slash = text.lastIndexOf('/');
  const prefix = text.slice(slash + 1);
  const address = slash < 0 ? undefined : parseIpAddress(text.slice(0, slash));
  const isPrefix = /^(?:0|[1-9][0-9]{0,2})$/.test(prefix);
  if (address === undefined || !isPrefix || Number(prefix) > address.bytes.length * 8) {
    const why = `network address parse error during conversion from string: netip.ParsePrefix(${JSON.stringify(text)})`;
    return new Fault(`network address parse error during conversion from string: ${why}: invalid prefix`);
  }
  if (isIpv4Mapped(address)) {
    const why = `IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`;
    return new Fault(`network address parse error during conversion from string: ${why}`);
  }
  return new CidrValue(address, Number(prefix));
}

function maskBytes(bytes: readonly number[], bits: number): number[] {
  return bytes.map((byte, index) => byte & (0xff << Math.max(0, Math.min(8, 8 * (index + 1) - bits))) & 0xff);
}

function samePrefix(left: IpAddress, right: IpAddress, bits: number): boolean {
  if (left.family !== right.family) return false;
  const masked = maskBytes(right.bytes, bits);
  return maskBytes(left.bytes, bits).every((byte, index) => byte === masked[index]);
}

function containsIp(cidr: CidrValue, other: IpValue | string): Value {
  const ip = typeof other === 'string' ? parseIp(other) : other;
  return ip instanceof Fault ? ip : samePrefix(cidr.address, ip.address, cidr.bits);
}

function containsCidr(cidr: CidrValue, other: CidrValue | string): Value {
  const inner = typeof other === 'string' ? parseCidr(other) : other;
  if (inner instanceof Fault) return inner;
  return cidr.bits <= inner.bits && samePrefix(cidr.address, inner.address, cidr.bits);
}

function isUnspecified({ address }: IpValue): boolean {
  return address.bytes.every((byte) => byte === 0);
}

function isLoopback({ address: { family, bytes } }: IpValue): boolean {
  if (family === 4) return bytes[0] === 127;
  return bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1;
}

function isLinkLocalMulticast({ address: { family, bytes } }: IpValue): boolean {
  if (family === 4) return bytes[0] === 224 && bytes[1] === 0 && bytes[2] === 0;
  return bytes[0] === 0xff && ((bytes[1] ?? 0) & 0x0f) === 0x02;
}

function isLinkLocalUnicast({ address: { family, bytes } }: IpValue): boolean {
  if (family === 4) return bytes[0] === 169 && bytes[1] === 254;
  return bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0x80;
}

function isMulticast({ address: { family, bytes } }: IpValue): boolean {
  return family === 4 ? ((bytes[0] ?? 0) & 0xf0) === 0xe0 : bytes[0] === 0xff;
}

function isGlobalUnicast(ip: IpValue): boolean {
  const isBroadcast = ip.address.family === 4 && ip.address.bytes.every((byte) => byte === 255);
  return !(isBroadcast || isUnspecified(ip) || isLoopback(ip) || isMulticast(ip) || isLinkLocalUnicast(ip));
}

function isCanonical(text: string): Value {
  const ip = parseIp(text);
  return ip instanceof Fault ? ip : ip.toString() === text;
}

function property(name: string, id: string, check: (ip: IpValue) => boolean): FunctionDeclaration {
  return declare(name, overload(id, 'net.IP.() -> bool', check));
}

/** IP addresses and networks: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library */
export const addressLibrary: readonly FunctionDeclaration[] = [
  declare(
    'ip',
    overload('string_to_ip', '(string) -> net.IP', parseIp),
    overload('cidr_ip', 'net.CIDR.() -> net.IP', (cidr: CidrValue) => new IpValue(cidr.address)),
  ),
  declare(
    'family',
    overload('ip_family', 'net.IP.() -> int', (ip: IpValue) => BigInt(ip.address.family)),
  ),
  declare('ip.isCanonical', overload('ip_is_canonical', '(string) -> bool', isCanonical)),
  property('isUnspecified', 'ip_is_unspecified', isUnspecified),
  property('isLoopback', 'ip_is_loopback', isLoopback),
  property('isLinkLocalMulticast', 'ip_is_link_local_multicast', isLinkLocalMulticast),
  property('isLinkLocalUnicast', 'ip_is_link_local_unicast', isLinkLocalUnicast),
  property('isGlobalUnicast', 'ip_is_global_unicast', isGlobalUnicast),
  declare(
    'isIP',
    overload('is_ip', '(string) -> bool', (text: string) => !(parseIp(text) instanceof Fault)),
  ),
  declare('cidr', overload('string_to_cidr', '(string) -> net.CIDR', parseCidr)),
  declare(
    'containsIP',
    overload('cidr_contains_ip_string', 'net.CIDR.(string) -> bool', containsIp),
    overload('cidr_contains_ip_ip', 'net.CIDR.(net.IP) -> bool', containsIp),
  ),
  declare(
    'containsCIDR',
    overload('cidr_contains_cidr_string', 'net.CIDR.(string) -> bool', containsCidr),
    overload('cidr_contains_cidr', 'net.CIDR.(net.CIDR) -> bool', containsCidr),
  ),
  declare(
    'prefixLength',
    overload('cidr_prefix_length', 'net.CIDR.() -> int', (cidr: CidrValue) => BigInt(cidr.bits)),
  ),
  declare(
    'masked',
    overload(
      'cidr_masked',
      'net.CIDR.() -> net.CIDR',
      ({ address, bits }: CidrValue) =>
        new CidrValue({ family: address.family, bytes: maskBytes(address.bytes, bits) }, bits),
    ),
  ),
  declare(
    'isCIDR',
    overload('is_cidr', '(string) -> bool', (text: string) => !(parseCidr(text) instanceof Fault)),
  ),
];
