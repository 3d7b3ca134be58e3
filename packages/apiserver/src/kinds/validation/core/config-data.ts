// ConfigMaps and Secrets.
import { deepEqual, isConfigMapKey, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { DecodeError } from '../../../decode/decode-error.ts';
import { parseJsonText } from '../../../decode/parse-body.ts';
import { Field, findings } from '../field.ts';
import { mustStay } from '../immutable.ts';

const limitBytes = 1024 * 1024;

function lookAtKeys(data: Field): void {
  for (const entry of data.entries())
    for (const detail of isConfigMapKey(entry.name)) entry.invalid(detail, entry.name);
}

function textBytes(data: Field): number {
  return data.entries().reduce((sum, entry) => sum + Buffer.byteLength(entry.text), 0);
}

/** Of base64; padding counts for nothing. */
function decodedBytes(data: Field): number {
  return data.entries().reduce((sum, { text }) => sum + Math.floor((text.replace(/=+$/, '').length * 3) / 4), 0);
}

function lookAtConfigMap(configMap: Field): void {
  const [data, binary] = [configMap.child('data'), configMap.child('binaryData')];
  for (const entry of data.entries()) {
    for (const detail of isConfigMapKey(entry.name)) entry.invalid(detail, entry.name);
    if (binary.has(entry.name)) entry.invalid('duplicate of key present in binaryData', entry.name);
  }
  lookAtKeys(binary);
  if (textBytes(data) + decodedBytes(binary) > limitBytes) configMap.named('[]').tooLong(limitBytes);
}

export function validateConfigMap(object: KubeObject): FieldError[] {
  return findings(object, lookAtConfigMap);
}

/** What was marked immutable stays as it is, the mark included. */
function mustStayImmutable(root: Field, old: Field, names: readonly string[]): void {
  if (!old.child('immutable').isTrue) return;
  const text = 'field is immutable when `immutable` is set';
  if (!root.child('immutable').isTrue) root.child('immutable').forbidden(text);
  for (const name of names) {
    if (!deepEqual(root.child(name).value, old.child(name).value)) root.child(name).forbidden(text);
  }
}

export function validateConfigMapUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (configMap) => {
    mustStayImmutable(configMap, Field.root(old), ['data', 'binaryData']);
    lookAtConfigMap(configMap);
  });
}

function mustHave(...keys: readonly string[]): (data: Field) => void {
  return (data) => {
    for (const key of keys) if (!data.has(key)) data.key(key).required();
  };
}

/** A file that must be JSON. */
function dockerFile(key: string): (data: Field) => void {
  return (data) => {
    if (!data.has(key)) return data.key(key).required();
    const file = data.key(key);
    const fault = jsonFault(Buffer.from(file.text, 'base64').toString());
    if (fault !== undefined) file.invalid(fault, '<secret contents redacted>');
  };
}

/** What Go's JSON decoder says to a text that should be an object. */
function jsonFault(text: string): string | undefined {
  try {
    const value = parseJsonText(text);
    if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined;
    const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
    return `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`;
  } catch (thrown) {
    if (thrown instanceof DecodeError) return thrown.message;
    throw thrown;
  }
}

const byType: ReadonlyMap<string, (data: Field) => void> = new Map([
  ['kubernetes.io/dockercfg', dockerFile('.dockercfg')],
  ['kubernetes.io/dockerconfigjson', dockerFile('.dockerconfigjson')],
  ['kubernetes.io/tls', mustHave('tls.crt', 'tls.key')],
  [
    'kubernetes.io/ssh-auth',
    (data) => {
      if (data.textOf('ssh-privatekey') === '') data.key('ssh-privatekey').required();
    },
  ],
  [
    'kubernetes.io/basic-auth',
    (data) => {
      if (!data.has('username') && !data.has('password')) mustHave('username', 'password')(data);
    },
  ],
  [
    'kubernetes.io/service-account-token',
    (data) => {
      const account = data.root.at('metadata', 'annotations').key('kubernetes.io/service-account.name');
      if (account.text === '') account.required();
    },
  ],
]);

function lookAtSecret(secret: Field): void {
  const data = secret.child('data');
  lookAtKeys(data);
  if (decodedBytes(data) > limitBytes) data.tooLong(limitBytes);
  byType.get(secret.textOf('type'))?.(data);
}

export function validateSecret(object: KubeObject): FieldError[] {
  return findings(object, lookAtSecret);
}

export function validateSecretUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (secret) => {
    const before = Field.root(old);
    mustStayImmutable(secret, before, ['data']);
    lookAtSecret(secret);
    // What follows from the types is looked at last.
    mustStay(secret.child('type'), before.child('type'));
  });
}
