import { deepEqual, isDns1123Subdomain, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { canonicalAddress, legacyAddress, readAddress } from '../addresses.ts';
import { endpointAddress } from '../core/endpoint-address.ts';
import { type Check, Field, findings } from '../field.ts';
import { staysByType } from '../immutable.ts';
import { labels } from '../labels.ts';
import { dnsLabel, dnsSubdomain, labelValue, neededOneOf, qualifiedName, unlessEmpty } from '../names.ts';

const limits = { endpoints: 1000, addresses: 100, ports: 20_000, topology: 16, hints: 8 };

/** A name with all its domains. */
const fullName: Check = (field) => {
  const name = field.text.replace(/\.$/, '');
  if (field.text === '') return field.required();
  const complaints = isDns1123Subdomain(name);
  for (const detail of complaints) field.invalid(detail, name);
  if (complaints.length > 0) return;
  if (name.split('.').length < 2) {
    field.invalid('should be a domain with at least two segments separated by dots', name);
  }
};

function addressCheck(type: string, list: Field): Check | undefined {
  if (type === 'FQDN') return fullName;
  if (type !== 'IPv4' && type !== 'IPv6') return undefined;
  return (address) => {
    const before = address.findings.length;
    address.must(type === 'IPv4' ? legacyAddress : canonicalAddress);
    if (address.findings.length > before) return;
    if (readAddress(address.text)?.family !== type) list.invalid(`must be an ${type} address`, address.text);
    address.must(endpointAddress);
  };
}

function lookAtEndpoint(endpoint: Field, type: string): void {
  const list = endpoint.child('addresses');
  const check = addressCheck(type, list);
  if (check !== undefined) for (const address of list.items()) address.must(check);
  endpoint.child('nodeName').mayBe(dnsSubdomain);
  const topology = endpoint.child('deprecatedTopology');
  if (topology.length > limits.topology) topology.tooMany(limits.topology);
  topology.must(labels);
  endpoint.child('hostname').mayBe(dnsLabel);
  lookAtHints(endpoint.child('hints').child('forZones'), labelValue);
  lookAtHints(endpoint.child('hints').child('forNodes'), dnsSubdomain);
}

function lookAtHints(hints: Field, check: Check): void {
  if (hints.length > limits.hints) {
    hints.tooMany(limits.hints);
    return;
  }
  const seen = new Set<string>();
  for (const hint of hints.items()) {
    const name = hint.child('name');
    if (seen.has(name.text)) name.duplicate(name.text);
    seen.add(name.text);
    name.must(check);
  }
}

function lookAtPorts(list: Field): void {
  if (list.length > limits.ports) {
    list.tooMany(limits.ports);
    return;
  }
  const names = new Set<string>();
  for (const item of list.items()) {
    const name = item.child('name');
    name.must(unlessEmpty(dnsLabel));
    if (names.has(name.text)) name.duplicate(name.text);
    names.add(name.text);
    const protocol = item.child('protocol');
    if (!protocol.isSet) protocol.required();
    else if (!['SCTP', 'TCP', 'UDP'].includes(protocol.text)) protocol.unsupported(['SCTP', 'TCP', 'UDP']);
    item.child('appProtocol').mayBe(qualifiedName);
  }
}

function lookAtSlice(slice: Field, old: Field | undefined): void {
  lookAtPorts(slice.child('ports'));
  const endpoints = slice.child('endpoints');
  const isSame = old !== undefined && deepEqual(endpoints.value, old.child('endpoints').value);
  if (!isSame && endpoints.length > limits.endpoints) endpoints.tooMany(limits.endpoints);
  else if (!isSame) for (const endpoint of endpoints.items()) lookAtEndpoint(endpoint, slice.textOf('addressType'));
  // What follows from the types is looked at last.
  slice.child('addressType').must(neededOneOf('FQDN', 'IPv4', 'IPv6'));
  for (const endpoint of endpoints.items()) {
    const addresses = endpoint.child('addresses');
    if (addresses.length === 0) addresses.required();
    else if (addresses.length > limits.addresses) addresses.tooMany(limits.addresses);
  }
}

export function validateEndpointSlice(object: KubeObject): FieldError[] {
  return findings(object, (slice) => lookAtSlice(slice, undefined));
}

export function validateEndpointSliceUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (slice) => {
    const before = Field.root(old);
    lookAtSlice(slice, before);
    staysByType(slice.child('addressType'), before.child('addressType'));
  });
}
