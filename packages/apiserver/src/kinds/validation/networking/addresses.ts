// IPAddress and ServiceCIDR.
import type { KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import type { NameCheck } from '../../../meta/validate-metadata.ts';
import { canonicalAddress, canonicalNetwork, readNetwork } from '../addresses.ts';
import { Field, findings } from '../field.ts';
import { mustStay, staysByType } from '../immutable.ts';
import { dnsSubdomain, needed, pathSegment, unlessEmpty } from '../names.ts';

/** The name of an IPAddress is the address. */
export const addressName: NameCheck = (name) => {
  const field = Field.root({ name }).child('name');
  field.must(canonicalAddress);
  return field.findings.map(({ detail }) => detail);
};

export function validateIpAddress(object: KubeObject): FieldError[] {
  return findings(object, (address) => {
    lookAtParent(address.at('spec', 'parentRef'));
  });
}

function lookAtParent(parent: Field): void {
  if (!parent.isSet) {
    parent.required();
    return;
  }
  parent.child('group').must(unlessEmpty(dnsSubdomain));
  for (const name of ['resource', 'name', 'namespace']) parent.child(name).must(unlessEmpty(pathSegment));
  for (const name of ['resource', 'name']) parent.child(name).must(needed);
}

export function validateIpAddressUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (address) => {
    const parent = address.at('spec', 'parentRef');
    lookAtParent(parent);
    staysByType(parent, Field.root(old).at('spec', 'parentRef'));
  });
}

function lookAtNetworks(list: Field): void {
  if (list.length === 0) {
    list.required('at least one CIDR required');
    return;
  }
  if (list.length > 2) {
    list.invalid('may only hold up to 2 values');
    return;
  }
  const families = new Set(list.items().map((item) => readNetwork(item.text)?.family));
  if (list.length > 1 && families.size < 2) {
    list.invalid('may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64');
    return;
  }
  for (const network of list.items()) network.must(canonicalNetwork);
}

export function validateServiceCidr(object: KubeObject): FieldError[] {
  return findings(object, (range) => lookAtNetworks(range.at('spec', 'cidrs')));
}

export function validateServiceCidrUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (range) =>
    lookAtNetworkChanges(range.at('spec', 'cidrs'), Field.root(old).at('spec', 'cidrs')),
  );
}

/** A second network, of the other family, may be added. */
function lookAtNetworkChanges(list: Field, old: Field): void {
  if (list.length < old.length || list.length === 0) {
    mustStay(list, old);
    return;
  }
  for (const [index, network] of old.items().entries()) mustStay(list.index(index), network, list.index(index).text);
  if (list.length > old.length) lookAtNetworks(list);
}
