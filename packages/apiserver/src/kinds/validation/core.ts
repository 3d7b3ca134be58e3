// The rules of services, config maps, secrets, volumes and namespaces: pkg/apis/core/validation of Kubernetes.
import {
  deepEqual,
  isConfigMapKey,
  isDns1123Label,
  isDns1123Subdomain,
  isValidPortName,
  type JsonObject,
  type KubeObject,
} from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { DecodeError } from '../../decode/decode-error.ts';
import { parseJsonText } from '../../decode/parse-body.ts';
import {
  duplicateField,
  forbiddenField,
  invalidField,
  requiredField,
  tooLongField,
  unsupportedField,
} from '../../errors/field-errors.ts';
import {
  asJson,
  field,
  isTrue,
  numberField,
  objectField,
  objectsField,
  textField,
  textsField,
} from '../../json/fields.ts';
import { labelErrors } from '../../meta/validate-metadata.ts';
import { mustBeOneOf, mustBePort, mustNotChange } from './checks.ts';
import { podSpecErrors } from './pod-spec.ts';

const dataLimitBytes = 1024 * 1024;

export function validateConfigMap(configMap: KubeObject): FieldError[] {
  const value = asJson(configMap);
  const data = objectField(value, 'data') ?? {};
  const binary = objectField(value, 'binaryData') ?? {};
  const errors = [...keyErrors(data, 'data'), ...keyErrors(binary, 'binaryData')];
  for (const key of Object.keys(binary)) {
    if (Object.hasOwn(data, key))
      errors.push(invalidField(`data[${key}]`, key, `duplicate of key present in binaryData`));
  }
  const size = sizeOf(data) + sizeOf(binary);
  return size > dataLimitBytes ? [...errors, tooLongField('', dataLimitBytes)] : errors;
}

function keyErrors(data: JsonObject, path: string): FieldError[] {
  return Object.keys(data).flatMap((key) =>
    isConfigMapKey(key).map((text) => invalidField(`${path}[${key}]`, key, text)),
  );
}

function sizeOf(data: JsonObject): number {
  return Object.values(data).reduce<number>(
    (sum, value) => sum + Buffer.byteLength(typeof value === 'string' ? value : ''),
    0,
  );
}

/** What was marked immutable stays as it is, the mark included. */
function immutableErrors(object: KubeObject, old: KubeObject, fields: readonly string[]): FieldError[] {
  if (!isTrue(asJson(old), 'immutable')) return [];
  const text = 'field is immutable when `immutable` is set';
  const errors = isTrue(asJson(object), 'immutable') ? [] : [forbiddenField('immutable', text)];
  for (const name of fields) {
    if (!deepEqual(field(asJson(object), name), field(asJson(old), name))) errors.push(forbiddenField(name, text));
  }
  return errors;
}

export function validateConfigMapUpdate(configMap: KubeObject, old: KubeObject): FieldError[] {
  return [...immutableErrors(configMap, old, ['data', 'binaryData']), ...validateConfigMap(configMap)];
}

/** Keys that secrets of a type must hold. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

export function validateSecret(secret: KubeObject): FieldError[] {
  const value = asJson(secret);
  const data = objectField(value, 'data') ?? {};
  const errors = keyErrors(data, 'data');
  // Three bytes are four characters of base64.
  if (sizeOf(data) * 0.75 > dataLimitBytes) errors.push(tooLongField('data', dataLimitBytes));
  return [...errors, ...secretTypeErrors(secret, textField(value, 'type'), data)];
}

function secretTypeErrors(secret: KubeObject, type: string, data: JsonObject): FieldError[] {
  const has = (key: string): boolean => Object.hasOwn(data, key);
  if (type === 'kubernetes.io/basic-auth') {
    return has('username') || has('password') ? [] : [requiredField('data[username]'), requiredField('data[password]')];
  }
  if (type === 'kubernetes.io/service-account-token') {
    const account = secret.metadata.annotations?.['kubernetes.io/service-account.name'] ?? '';
    return account === '' ? [requiredField('metadata.annotations[kubernetes.io/service-account.name]')] : [];
  }
  const keys = requiredKeys[type] ?? [];
  const missing = keys.filter((key) => !has(key)).map((key) => requiredField(`data[${key}]`));
  return type.startsWith('kubernetes.io/dockerc')
    ? [...missing, ...keys.flatMap((key) => jsonErrors(data, key))]
    : missing;
}

function jsonErrors(data: JsonObject, key: string): FieldError[] {
  if (!Object.hasOwn(data, key)) return [];
  try {
    parseJsonText(Buffer.from(textField(data, key), 'base64').toString());
    return [];
  } catch (thrown) {
    if (!(thrown instanceof DecodeError)) throw thrown;
    return [invalidField(`data[${key}]`, '<secret contents redacted>', thrown.message)];
  }
}

export function validateSecretUpdate(secret: KubeObject, old: KubeObject): FieldError[] {
  const type = mustNotChange(field(asJson(secret), 'type'), field(asJson(old), 'type'), 'type');
  return [...type, ...immutableErrors(secret, old, ['data']), ...validateSecret(secret)];
}

const serviceTypes = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const serviceProtocols = ['SCTP', 'TCP', 'UDP'];

export function validateService(service: KubeObject): FieldError[] {
  const spec = objectField(asJson(service), 'spec');
  const type = textField(spec, 'type');
  const ports = objectsField(spec, 'ports');
  const errors: FieldError[] = [];
  const isHeadless = textField(spec, 'clusterIP') === 'None';
  if (ports.length === 0 && !isHeadless && type !== 'ExternalName') errors.push(requiredField('spec.ports'));
  if (type === 'ExternalName') errors.push(...externalNameErrors(spec));
  errors.push(...portErrors(ports));
  const selector = objectField(spec, 'selector') as Record<string, string> | undefined;
  errors.push(...labelErrors(selector, 'spec.selector'));
  errors.push(...mustBeOneOf(textField(spec, 'sessionAffinity'), 'spec.sessionAffinity', ['ClientIP', 'None']));
  if (!serviceTypes.includes(type)) errors.push(unsupportedField('spec.type', type, serviceTypes));
  if (isHeadless && (type === 'LoadBalancer' || type === 'NodePort')) {
    errors.push(invalidField('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`));
  }
  return errors;
}

function externalNameErrors(spec: JsonObject | undefined): FieldError[] {
  const name = textField(spec, 'externalName').replace(/\.$/, '');
  if (name === '') return [requiredField('spec.externalName')];
  return isDns1123Subdomain(name).map((text) => invalidField('spec.externalName', name, text));
}

function portErrors(ports: readonly JsonObject[]): FieldError[] {
  const names = new Set<string>();
  const numbers = new Set<string>();
  return ports.flatMap((port, index) => {
    const here = `spec.ports[${index}]`;
    const errors = portNameErrors(port, here, ports.length > 1, names);
    const number = numberField(port, 'port') ?? 0;
    errors.push(...mustBePort(number, `${here}.port`));
    errors.push(...mustBeOneOf(textField(port, 'protocol'), `${here}.protocol`, serviceProtocols));
    errors.push(...targetErrors(port, here));
    const key = `${textField(port, 'protocol')}/${number}`;
    if (numbers.has(key)) errors.push(duplicateField(here, { protocol: textField(port, 'protocol'), port: number }));
    numbers.add(key);
    return errors;
  });
}

function portNameErrors(port: JsonObject, path: string, isNameNeeded: boolean, names: Set<string>): FieldError[] {
  const name = textField(port, 'name');
  if (name === '') return isNameNeeded ? [requiredField(`${path}.name`)] : [];
  const errors = isDns1123Label(name).map((text) => invalidField(`${path}.name`, name, text));
  if (names.has(name)) errors.push(duplicateField(`${path}.name`, name));
  names.add(name);
  return errors;
}

function targetErrors(port: JsonObject, path: string): FieldError[] {
  const target = field(port, 'targetPort');
  if (typeof target === 'number') return mustBePort(target, `${path}.targetPort`);
  if (typeof target !== 'string') return [];
  return isValidPortName(target).map((text) => invalidField(`${path}.targetPort`, target, text));
}

export function validateServiceUpdate(service: KubeObject, old: KubeObject): FieldError[] {
  const spec = objectField(asJson(service), 'spec');
  const before = objectField(asJson(old), 'spec');
  const had = textField(before, 'clusterIP');
  const errors = validateService(service);
  const keeps =
    textField(spec, 'type') !== 'ExternalName' && textField(before, 'type') !== 'ExternalName' && had !== '';
  if (keeps && textField(spec, 'clusterIP') !== had) {
    const ips = textsField(spec, 'clusterIPs');
    const text = 'may not change once set';
    errors.push(invalidField('spec.clusterIPs[0]', ips, text));
  }
  return errors;
}

export function validatePod(pod: KubeObject): FieldError[] {
  const spec = objectField(asJson(pod), 'spec');
  return [...podSpecErrors(spec, 'spec'), ...paddedImages(spec, 'containers'), ...paddedImages(spec, 'initContainers')];
}

/** Templates may hold such images, pods may not. */
function paddedImages(spec: JsonObject | undefined, list: string): FieldError[] {
  return objectsField(spec, list).flatMap((container, index) => {
    const image = textField(container, 'image');
    if (image.trim() === image) return [];
    return [invalidField(`spec.${list}[${index}].image`, image, 'must not have leading or trailing whitespace')];
  });
}

/** Fields of a pod's spec that may change while it runs. */
const changeableOfPods = ['activeDeadlineSeconds', 'tolerations', 'terminationGracePeriodSeconds', 'schedulingGates'];

export function validatePodUpdate(pod: KubeObject, old: KubeObject): FieldError[] {
  const fixed = (object: KubeObject): unknown => {
    const spec = objectField(asJson(object), 'spec') ?? {};
    const rest = Object.entries(spec).filter(([key]) => !changeableOfPods.includes(key));
    const withoutImages = rest.map(([key, value]) =>
      key === 'containers' || key === 'initContainers'
        ? [key, objectsField(spec, key).map(({ image: _, ...container }) => container)]
        : [key, value],
    );
    return Object.fromEntries(withoutImages);
  };
  const errors = validatePod(pod);
  if (deepEqual(fixed(pod), fixed(old))) return errors;
  const text =
    'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
  return [...errors, forbiddenField('spec', text)];
}

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

export function validatePersistentVolumeClaim(claim: KubeObject): FieldError[] {
  const spec = objectField(asJson(claim), 'spec');
  const modes = textsField(spec, 'accessModes');
  const errors: FieldError[] = [];
  if (modes.length === 0) errors.push(requiredField('spec.accessModes', 'at least 1 access mode is required'));
  for (const mode of modes) {
    if (!accessModes.includes(mode)) errors.push(unsupportedField('spec.accessModes', mode, accessModes));
  }
  const storage = field(objectField(objectField(spec, 'resources'), 'requests'), 'storage');
  if (storage === undefined) errors.push(requiredField('spec.resources[storage]'));
  else if (typeof storage === 'string' && /^(-|0$)/.test(storage)) {
    errors.push(invalidField('spec.resources[storage]', storage, 'must be greater than zero'));
  }
  return errors;
}

export function validatePersistentVolumeClaimUpdate(claim: KubeObject, old: KubeObject): FieldError[] {
  const fixed = (object: KubeObject): unknown => {
    const {
      resources: _,
      volumeName: __,
      volumeAttributesClassName: ___,
      ...rest
    } = objectField(asJson(object), 'spec') ?? {};
    return rest;
  };
  const errors = validatePersistentVolumeClaim(claim);
  const bound = textField(objectField(asJson(old), 'spec'), 'volumeName');
  const isRebound = bound !== '' && textField(objectField(asJson(claim), 'spec'), 'volumeName') !== bound;
  if (deepEqual(fixed(claim), fixed(old)) && !isRebound) return errors;
  const text =
    'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  return [...errors, forbiddenField('spec', text)];
}
