// Variables and files that containers take their environment from.
import { isRelaxedEnvVarName } from '@flux19/objects';
import type { Check, Field } from '../field.ts';
import {
  configMapKey,
  dnsLabel,
  dnsSubdomain,
  noBacksteps,
  nonEmpty,
  subdomainPrefix,
  texts,
  unlessEmpty,
} from '../names.ts';
import { fieldReference, resourceReference } from './downward-api.ts';

const variableName: Check = texts(isRelaxedEnvVarName);

const fieldsInVariables = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

const keyReference: Check = (reference) => {
  reference.child('name').must(dnsSubdomain);
  reference.child('key').must(nonEmpty(configMapKey));
};

const fileReference: Check = (reference) => {
  reference.child('key').must(nonEmpty(variableName));
  reference.child('volumeName').must(nonEmpty(dnsLabel));
  reference.child('path').must(nonEmpty(noBacksteps));
};

const sources: readonly (readonly [string, Check])[] = [
  ['fieldRef', fieldReference(fieldsInVariables)],
  ['resourceFieldRef', resourceReference(false)],
  ['configMapKeyRef', keyReference],
  ['secretKeyRef', keyReference],
  ['fileKeyRef', fileReference],
];

function lookAtSource(variable: Field): void {
  const source = variable.child('valueFrom');
  if (!source.isSet) return;
  const present = sources.filter(([name]) => source.has(name));
  for (const [name, check] of present) source.child(name).must(check);
  if (present.length === 0) {
    const names =
      'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
    source.invalid(names, '');
  } else if (variable.textOf('value') !== '') {
    source.invalid('may not be specified when `value` is not empty', '');
  } else if (present.length > 1) source.invalid('may not have more than one field specified at a time', '');
}

const imports: readonly string[] = ['configMapRef', 'secretRef'];

function lookAtImport(item: Field, list: Field): void {
  item.child('prefix').must(unlessEmpty(variableName));
  const present = imports.filter((name) => item.has(name));
  for (const name of present) item.child(name).child('name').must(nonEmpty(subdomainPrefix));
  if (present.length === 0) list.invalid('must specify one of: `configMapRef` or `secretRef`', '');
  else if (present.length > 1) list.invalid('may not have more than one field specified at a time', '');
}

/** The environment of a container. */
export function lookAtEnvironment(container: Field): void {
  for (const variable of container.list('env')) {
    variable.child('name').must(nonEmpty(variableName));
    lookAtSource(variable);
  }
  const list = container.child('envFrom');
  for (const item of list.items()) lookAtImport(item, list);
}
