// Addresses that are written in another way than they should be.
import { readAddress, readNetwork } from '../validation/addresses.ts';
import type { Field } from '../validation/field.ts';

export function* addressWarnings(field: Field): Iterable<string> {
  const { text } = field;
  const address = readAddress(text);
  if (address === undefined || address.canonical === text) return;
  const [quoted, canonical] = [JSON.stringify(text), JSON.stringify(address.canonical)];
  if (address.hasLeadingZeros || address.isMapped) {
    const end = `will be considered invalid in a future Kubernetes release: use ${canonical}`;
    yield `${field.path}: non-standard IP address ${quoted} ${end}`;
  } else yield `${field.path}: IPv6 address ${quoted} should be in RFC 5952 canonical format (${canonical})`;
}

export function* networkWarnings(field: Field): Iterable<string> {
  const { text } = field;
  const network = readNetwork(text);
  if (network === undefined || network.canonical === text) return;
  const [quoted, canonical] = [JSON.stringify(text), JSON.stringify(network.canonical)];
  if (network.hasHostBits) {
    const single = readAddress(text.slice(0, text.indexOf('/')))?.canonical;
    const choice = `${canonical} or "${single}/${network.size}"?`;
    yield `${field.path}: CIDR value ${quoted} is ambiguous in this context (should be ${choice})`;
  }
  if (network.hasLeadingZeros || network.isMapped) {
    yield `${field.path}: non-standard CIDR value ${quoted} is invalid: use ${canonical}`;
  } else if (!network.hasHostBits) {
    yield `${field.path}: IPv6 CIDR value ${quoted} should be in RFC 5952 canonical format (${canonical})`;
  }
}
