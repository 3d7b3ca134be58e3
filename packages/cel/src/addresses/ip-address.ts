/** An IP address: 4 or 16 bytes. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly bytes: readonly number[];
}

/**
 * Reads an IPv4 or IPv6 address as Go's netip does: no zones; undefined when it is none.
 * Leading zeros in IPv4 are refused unless asked for (kube-openapi's formats allow them).
 */
export function parseIpAddress(text: string, options: { readonly leadingZeros?: boolean } = {}): IpAddress | undefined {
  const leadingZeros = options.leadingZeros ?? false;
  const bytes = text.includes(':') ? parseIpv6(text, leadingZeros) : parseIpv4(text, leadingZeros);
  return bytes === undefined ? undefined : { family: bytes.length === 4 ? 4 : 6, bytes };
}

function parseIpv4(text: string, leadingZeros: boolean): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes: number[] = [];
  for (const part of parts) {
    if (!/^[0-9]+$/.test(part) || (part.length > 1 && part.startsWith('0') && !leadingZeros)) return undefined;
    const byte = Number(part);
    if (byte > 255) return undefined;
    bytes.push(byte);
  }
  return bytes;
}

function parseIpv6(text: string, leadingZeros: boolean): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, index) => parseGroups(half, index === halves.length - 1, leadingZeros));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  const missing = 16 - head.length - (tail?.length ?? 0);
  // A double colon stands for at least one group.
  if (missing < 2) return undefined;
  return [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])];
}

function parseGroups(text: string, isLast: boolean, leadingZeros: boolean): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (group.includes('.') && isLast && index === groups.length - 1) {
      const embedded = parseIpv4(group, leadingZeros);
      if (embedded === undefined) return undefined;
      bytes.push(...embedded);
      continue;
    }
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    const value = Number.parseInt(group, 16);
    bytes.push(value >> 8, value & 0xff);
  }
  return bytes.length > 16 ? undefined : bytes;
}

/** Whether an IPv6 address carries an IPv4 address (`::ffff:1.2.3.4`). */
export function isIpv4Mapped(address: IpAddress): boolean {
  if (address.family === 4) return false;
  return (
    address.bytes.slice(0, 10).every((byte) => byte === 0) && address.bytes[10] === 0xff && address.bytes[11] === 0xff
  );
}

/** The canonical text: dotted for IPv4, RFC 5952 for IPv6. */
export function formatIpAddress(address: IpAddress): string {
  if (address.family === 4) return address.bytes.join('.');
  if (isIpv4Mapped(address)) return `::ffff:${address.bytes.slice(12).join('.')}`;
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((address.bytes[i] ?? 0) << 8) | (address.bytes[i + 1] ?? 0));
  const gap = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (gap.length < 2) return hex.join(':');
  return `${hex.slice(0, gap.start).join(':')}::${hex.slice(gap.start + gap.length).join(':')}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (let index = 0; index <= groups.length; index++) {
    if (groups[index] === 0) continue;
    if (index - start > best.length) best = { start, length: index - start };
    start = index + 1;
  }
  return best;
}
