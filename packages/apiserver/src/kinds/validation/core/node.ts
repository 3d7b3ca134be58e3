import { internalForm } from '@flux19/builtin-types';
import { isValidLabelValue, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { duplicateField } from '../../../errors/field-errors.ts';
import { legacyNetwork, readNetwork } from '../addresses.ts';
import { type Check, Field, findings } from '../field.ts';
import { nonEmpty, qualifiedName } from '../names.ts';
import { taintEffect } from '../pod/scheduling.ts';
import { resourceAmount } from '../resource-names.ts';

const effect: Check = nonEmpty(taintEffect);

/** Kubernetes complains about taints as if they stood in the metadata. */
function lookAtTaints(node: Field): void {
  const list = node.child('metadata').child('taints').holding(node.at('spec', 'taints').value);
  const used = new Set<string>();
  for (const taint of list.items()) {
    taint.child('key').must(qualifiedName);
    const value = taint.child('value');
    const complaints = isValidLabelValue(value.text);
    if (complaints.length > 0) value.invalid(complaints.join(';'), value.text);
    taint.child('effect').must(effect);
    const key = `${taint.textOf('effect')}/${taint.textOf('key')}`;
    if (used.has(key)) {
      const detail = 'taints must be unique by key and effect pair';
      taint.add(duplicateField(taint.path, internalForm('core.Taint', taint.value), detail));
    }
    used.add(key);
  }
}

function lookAtResources(node: Field): void {
  for (const kind of ['capacity', 'allocatable']) {
    const amounts = node.child('status').child(kind);
    for (const amount of amounts.entries()) amounts.child(amount.name).must(resourceAmount);
  }
}

function lookAtNetworks(spec: Field): void {
  const list = spec.child('podCIDRs');
  for (const network of list.items()) network.must(legacyNetwork);
  if (list.length < 2) return;
  const families = new Set(spec.textsOf('podCIDRs').map((text) => readNetwork(text)?.family));
  if (families.size !== 2 || list.length > 2) list.invalid('may specify no more than one CIDR for each IP family');
}

function lookAtNode(node: Field): void {
  lookAtTaints(node);
  lookAtResources(node);
  lookAtNetworks(node.child('spec'));
}

export function validateNode(object: KubeObject): FieldError[] {
  return findings(object, lookAtNode);
}

function lookAtChanges(node: Field, old: Field): void {
  lookAtResources(node);
  const seen = new Set<string>();
  for (const address of node.child('status').list('addresses')) {
    const shown = { Type: address.textOf('type'), Address: address.textOf('address') };
    const key = JSON.stringify(shown);
    if (seen.has(key)) address.duplicate(shown);
    seen.add(key);
  }
  const spec = node.child('spec');
  const before = old.child('spec').textsOf('podCIDRs');
  const now = spec.textsOf('podCIDRs');
  if (before.length > 0 && (before.length !== now.length || before.some((text, index) => text !== now[index]))) {
    spec.child('podCIDRs').forbidden('node updates may not change podCIDR except from "" to valid');
  }
  lookAtTaints(node);
  const external = spec.child('externalID');
  if (external.text !== old.child('spec').textOf('externalID')) external.forbidden('may not be updated');
  providerMustStay(spec.child('providerID'), old.child('spec').textOf('providerID'));
}

function providerMustStay(provider: Field, before: string): void {
  if (before === '' || provider.text === before) return;
  const text = provider.text === '' ? 'field cannot be cleared once set' : 'field cannot be modified once set';
  provider.invalid(text, provider.text === '' ? null : provider.text);
}

export function validateNodeUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (node) => {
    lookAtNode(node);
    lookAtChanges(node, Field.root(old));
  });
}

export function validateNodeStatus(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (node) => lookAtChanges(node, Field.root(old)));
}
