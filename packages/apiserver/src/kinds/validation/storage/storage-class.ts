// StorageClass and VolumeAttributesClass.
import { deepEqual, isQualifiedName, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { type Check, Field, findings } from '../field.ts';
import { staysByType } from '../immutable.ts';
import { needed, oneOf, qualifiedName } from '../names.ts';

const parameterLimit = 512;
const parameterBytesLimit = 256 * 1024;

const provisioner: Check = (field) => {
  const name = field.text.toLowerCase();
  if (name !== '') for (const detail of isQualifiedName(name)) field.invalid(detail, name);
};

function lookAtParameters(parameters: Field, mayBeEmpty: boolean): void {
  if (parameters.length > parameterLimit) {
    parameters.tooLong(parameterLimit);
    return;
  }
  let bytes = 0;
  for (const entry of parameters.entries()) {
    if (entry.name === '') parameters.invalid('field can not be empty.', '');
    bytes += Buffer.byteLength(entry.name) + Buffer.byteLength(entry.text);
  }
  if (bytes > parameterBytesLimit) parameters.tooLong(parameterBytesLimit);
  if (!mayBeEmpty && parameters.length === 0) parameters.required('must contain at least one key/value pair');
}

function lookAtTopologies(list: Field): void {
  const terms: unknown[] = [];
  for (const term of list.items()) {
    const values = new Map<string, readonly string[]>();
    for (const expression of term.list('matchLabelExpressions')) {
      lookAtExpression(expression);
      const key = expression.child('key');
      if (values.has(key.text)) key.duplicate(key.text);
      values.set(key.text, expression.textsOf('values').toSorted());
    }
    const shown = [...values].toSorted(([one], [other]) => (one < other ? -1 : 1));
    if (terms.some((other) => deepEqual(other, shown))) term.child('matchLabelExpressions').duplicate('');
    terms.push(shown);
  }
}

function lookAtExpression(expression: Field): void {
  const values = expression.child('values');
  if (values.length === 0) values.required();
  const seen = new Set<string>();
  for (const value of values.items()) {
    if (seen.has(value.text)) value.duplicate(value.text);
    seen.add(value.text);
  }
  expression.child('key').must(qualifiedName);
}

export function validateStorageClass(object: KubeObject): FieldError[] {
  return findings(object, (storageClass) => {
    lookAtClass(storageClass);
    storageClass.child('provisioner').must(needed);
  });
}

function lookAtClass(storageClass: Field): void {
  storageClass.child('provisioner').must(provisioner);
  lookAtParameters(storageClass.child('parameters'), true);
  const policy = storageClass.child('reclaimPolicy');
  if (policy.text !== '') policy.must(oneOf('Delete', 'Retain'));
  const mode = storageClass.child('volumeBindingMode');
  if (mode.isSet) mode.must(oneOf('Immediate', 'WaitForFirstConsumer'));
  else mode.required();
  lookAtTopologies(storageClass.child('allowedTopologies'));
}

export function validateStorageClassUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (storageClass) => {
    const before = Field.root(old);
    lookAtClass(storageClass);
    storageClass.child('provisioner').must(needed);
    for (const name of ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode']) {
      staysByType(storageClass.child(name), before.child(name));
    }
  });
}

function lookAtAttributes(attributes: Field): void {
  attributes.child('driverName').must(provisioner);
  lookAtParameters(attributes.child('parameters'), false);
}

export function validateVolumeAttributesClass(object: KubeObject): FieldError[] {
  return findings(object, (attributes) => {
    lookAtAttributes(attributes);
    attributes.child('driverName').must(needed);
  });
}

export function validateVolumeAttributesClassUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (attributes) => {
    const before = Field.root(old);
    for (const name of ['driverName', 'parameters']) {
      if (!deepEqual(attributes.child(name).value, before.child(name).value)) {
        attributes.child(name).forbidden(`updates to ${name} are forbidden.`);
      }
    }
    lookAtAttributes(attributes);
    attributes.child('driverName').must(needed);
  });
}
