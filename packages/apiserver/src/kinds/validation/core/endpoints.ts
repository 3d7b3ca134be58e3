import { deepEqual, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { legacyAddress } from '../addresses.ts';
import { type Check, Field, findings } from '../field.ts';
import { dnsLabel, dnsSubdomain, neededOneOf, qualifiedName, unlessEmpty } from '../names.ts';
import { port } from '../numbers.ts';
import { endpointAddress } from './endpoint-address.ts';

const address: Check = (item) => {
  const ip = item.child('ip');
  const before = item.findings.length;
  ip.must(legacyAddress);
  const isReadable = item.findings.length === before;
  item.child('hostname').must(unlessEmpty(dnsLabel));
  item.child('nodeName').mayBe(dnsSubdomain);
  if (isReadable) ip.must(endpointAddress);
  else ip.invalid('must be a valid IP address', ip.text);
};

function lookAtPort(item: Field, needsName: boolean): void {
  const name = item.child('name');
  if (name.text !== '') name.must(dnsLabel);
  else if (needsName) name.required();
  item.child('port').must(port);
  item.child('protocol').must(neededOneOf('SCTP', 'TCP', 'UDP'));
  item.child('appProtocol').mayBe(qualifiedName);
}

function lookAtSubsets(endpoints: Field): void {
  for (const subset of endpoints.list('subsets')) {
    const ready = subset.list('addresses');
    const others = subset.list('notReadyAddresses');
    if (ready.length + others.length === 0) subset.required('must specify `addresses` or `notReadyAddresses`');
    for (const item of [...ready, ...others]) item.must(address);
    const ports = subset.list('ports');
    for (const item of ports) lookAtPort(item, ports.length > 1);
  }
}

export function validateEndpoints(object: KubeObject): FieldError[] {
  return findings(object, lookAtSubsets);
}

/** What was there before stays good. */
export function validateEndpointsUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const root = Field.root(object);
  const isSame = deepEqual(root.child('subsets').value, Field.root(old).child('subsets').value);
  return isSame ? [] : validateEndpoints(object);
}
