// The addresses of Services and their families.
import type { KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { legacyAddress, readAddress } from '../addresses.ts';
import { Field, findings } from '../field.ts';
import { oneOf } from '../names.ts';

/** Whether a service has names for its pods instead of an address. */
export function isHeadless(spec: Field): boolean {
  const addresses = spec.textsOf('clusterIPs');
  return addresses.length === 1 && addresses[0] === 'None';
}

function isDualStack(addresses: readonly string[]): boolean {
  return new Set(addresses.map((text) => readAddress(text)?.family)).size === 2;
}

function isSix(text: string): boolean {
  return readAddress(text)?.family === 'IPv6';
}

export function lookAtAddresses(spec: Field, old: Field | undefined): void {
  if (spec.textOf('type') === 'ExternalName') return;
  const list = spec.child('clusterIPs');
  const addresses = spec.textsOf('clusterIPs');
  firstMustMatch(spec, list, addresses);
  lookAtFamilies(spec);
  spec.child('ipFamilyPolicy').mayBe(oneOf('PreferDualStack', 'RequireDualStack', 'SingleStack'));
  const known = new Set(old?.textsOf('clusterIPs'));
  const before = list.findings.length;
  for (const [position, address] of list.items().entries()) {
    if (position > 0 || address.text !== 'None') {
      if (!known.has(address.text)) address.must(legacyAddress);
    } else if (addresses.length > 1) list.invalid("'None' must be the first and only value");
  }
  const hasFaults = list.findings.length > before;
  if (addresses.length > 2) list.invalid('may only hold up to 2 values');
  if (hasFaults) return;
  if (addresses.length > 1 && !isDualStack(addresses)) {
    list.invalid('may specify no more than one IP for each IP family');
  }
  familiesMustMatch(spec, addresses);
}

function firstMustMatch(spec: Field, list: Field, addresses: readonly string[]): void {
  const first = spec.textOf('clusterIP');
  if (first === '') {
    if (addresses.length > 0) list.invalid('must be empty when `clusterIP` is not specified');
  } else if (addresses.length === 0) list.required();
  else if (addresses[0] !== first) list.invalid('first value must match `clusterIP`');
}

function lookAtFamilies(spec: Field): void {
  const seen = new Set<string>();
  for (const family of spec.list('ipFamilies')) {
    family.must(oneOf('IPv4', 'IPv6'));
    if (seen.has(family.text)) family.duplicate();
    seen.add(family.text);
  }
}

function familiesMustMatch(spec: Field, addresses: readonly string[]): void {
  if (isHeadless(spec)) return;
  for (const [position, family] of spec.textsOf('ipFamilies').entries()) {
    const address = addresses[position];
    if (address === undefined) return;
    const isWrong = (family === 'IPv4' && isSix(address)) || (family === 'IPv6' && !isSix(address));
    if (!isWrong) continue;
    const text = `expected an ${family} value as indicated by \`ipFamilies[${position}]\``;
    spec.child('clusterIPs').index(position).invalid(text);
  }
}

/** The first address and its family stay; a second one may come and go. */
export function lookAtAddressChanges(spec: Field, old: Field): void {
  if (spec.textOf('type') === 'ExternalName' || old.textOf('type') === 'ExternalName') return;
  const [isNow, wasBefore] = [isHeadless(spec), isHeadless(old)];
  if (isNow && wasBefore) return;
  addressesStay(spec, old);
  if (isNow === wasBefore) familiesStay(spec, old);
}

const stays = 'may not change once set';

function addressesStay(spec: Field, old: Field): void {
  const list = spec.child('clusterIPs');
  const [now, before] = [spec.textsOf('clusterIPs'), old.textsOf('clusterIPs')];
  if (now.length === before.length) {
    for (const [position, address] of before.entries()) {
      if (address !== now[position]) list.index(position).invalid(stays, list.shown);
    }
    return;
  }
  if (before.length > now.length && now.length === 0) {
    list.index(0).invalid('primary clusterIP can not be unset', list.shown);
  }
  if (before.length > 0 && now.length > 0 && now[0] !== before[0]) list.index(0).invalid(stays, list.shown);
  if (before.length > now.length && now.length === 1) policyMustBeSingle(spec, 'clusterIP');
}

function familiesStay(spec: Field, old: Field): void {
  const list = spec.child('ipFamilies');
  const [now, before] = [spec.textsOf('ipFamilies'), old.textsOf('ipFamilies')];
  if (now.length === before.length) {
    for (const [position, family] of before.entries()) {
      if (family !== now[position]) list.index(0).invalid(stays, list.shown);
    }
    return;
  }
  if (before.length > now.length && spec.textsOf('clusterIPs').length === 0) {
    list.index(0).invalid('primary ipFamily can not be unset', list.shown);
  }
  if (before.length > 0 && now.length > 0 && now[0] !== before[0]) {
    list.index(0).invalid(stays, spec.child('clusterIPs').shown);
  }
  if (before.length > now.length && now.length === 1) policyMustBeSingle(spec, 'ipFamily');
}

function policyMustBeSingle(spec: Field, what: string): void {
  const policy = spec.child('ipFamilyPolicy');
  if (policy.text === 'SingleStack') return;
  policy.invalid(`must be set to 'SingleStack' when releasing the secondary ${what}`, policy.value ?? null);
}

/** The addresses alone. */
export function validateServiceAddresses(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  return findings(object, (service) => lookAtAddresses(service.child('spec'), old && Field.root(old).child('spec')));
}
