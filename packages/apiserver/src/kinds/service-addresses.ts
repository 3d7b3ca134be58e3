// A service gets its cluster IP and node ports from the API server: https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/
import { isIPv4 } from 'node:net';
import { deepEqual, type JsonObject, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { invalidField } from '../errors/field-errors.ts';
import {
  asJson,
  ensureObject,
  listField,
  numberField,
  objectField,
  objectsField,
  setDefault,
  textField,
  textsField,
} from '../json/fields.ts';
import type { WriteContext } from './kind-rules.ts';

/** 10.96.0.0/12 as kubeadm sets clusters up; the first address belongs to the API server itself. */
const networkPrefix = [10, 96] as const;
const addressesInNetwork = 2 ** 20;
const firstFree = 10;
const nodePorts = { first: 30_000, last: 32_767 };

/** Complaints about node ports that cannot be given. */
export function nodePortErrors(service: KubeObject): FieldError[] {
  const spec = objectField(asJson(service), 'spec');
  if (!hasNodePorts(spec)) return [];
  return objectsField(spec, 'ports').flatMap((port, index) => {
    const asked = numberField(port, 'nodePort') ?? 0;
    if (asked === 0 || (asked >= nodePorts.first && asked <= nodePorts.last)) return [];
    const range = `${nodePorts.first}-${nodePorts.last}`;
    const text = `provided port is not in the valid range. The range of valid ports is ${range}`;
    return [invalidField(`spec.ports[${index}].nodePort`, asked, text)];
  });
}

/** Complaints about an address that somebody asks for and that cannot be given. */
export function addressErrors(service: KubeObject, context: WriteContext): FieldError[] {
  const spec = objectField(asJson(service), 'spec');
  const asked = textField(spec, 'clusterIP');
  if (!hasAddresses(spec) || !isIPv4(asked)) return [];
  const [first = 0, second = 0] = asked.split('.').map(Number);
  const isInRange = first === networkPrefix[0] && second >> 4 === networkPrefix[1] >> 4;
  const why = isInRange
    ? 'provided IP is already allocated'
    : `the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${networkPrefix.join('.')}.0.0/12`;
  if (isInRange && !isTaken(asked, service, context)) return [];
  return [invalidField('spec.clusterIPs', textsField(spec, 'clusterIPs'), `failed to allocate IP ${asked}: ${why}`)];
}

function isTaken(address: string, { metadata }: KubeObject, context: WriteContext): boolean {
  return context.list('/services').some((other) => other.metadata.uid !== metadata.uid && hasAddress(other, address));
}

function hasAddress(service: KubeObject, address: string): boolean {
  return textField(objectField(asJson(service), 'spec'), 'clusterIP') === address;
}

/** Gives a new service its addresses, in place. */
export function allocateAddresses(service: JsonObject, context: WriteContext): void {
  const spec = ensureObject(service, 'spec');
  if (hasAddresses(spec)) {
    allocateFamilies(spec);
    if (textField(spec, 'clusterIP') === '' && textsField(spec, 'clusterIPs').length === 0) {
      spec['clusterIP'] = freeAddress(service, context);
    }
    if (textField(spec, 'clusterIP') !== '') setDefault(spec, 'clusterIPs', [textField(spec, 'clusterIP')]);
  }
  allocateNodePorts(spec, context);
}

/** Headless services that select nothing have addresses of all families, wherever those come from. */
function allocateFamilies(spec: JsonObject): void {
  const isFree =
    textField(spec, 'clusterIP') === 'None' && Object.keys(objectField(spec, 'selector') ?? {}).length === 0;
  setDefault(spec, 'ipFamilyPolicy', isFree ? 'RequireDualStack' : 'SingleStack');
  setDefault(spec, 'ipFamilies', ['IPv4']);
  const families = textsField(spec, 'ipFamilies');
  if (!isFree || families.length !== 1 || spec['ipFamilyPolicy'] === 'SingleStack') return;
  spec['ipFamilies'] = [...families, families[0] === 'IPv4' ? 'IPv6' : 'IPv4'];
}

/** Keeps the addresses of a service whose new state does not name them, and adds those that a new type needs. */
export function keepAddresses(service: JsonObject, old: KubeObject, context: WriteContext): void {
  const spec = ensureObject(service, 'spec');
  const before = objectField(asJson(old), 'spec') ?? {};
  if (hasAddresses(spec) && hasAddresses(before)) {
    normalizeAddress(spec, before);
    for (const name of ['ipFamilies', 'ipFamilyPolicy']) {
      const value = before[name];
      if (value !== undefined) setDefault(spec, name, value);
    }
  }
  keepNodePorts(spec, before);
  if (hasHealthPort(spec) && hasHealthPort(before))
    setHealthPort(spec, numberField(before, 'healthCheckNodePort') ?? 0);
  allocateAddresses(service, context);
  dropFieldsOfOldType(spec, before);
}

/** A client that changes `clusterIP` alone means the first of `clusterIPs` as well; one that names neither keeps both. */
function normalizeAddress(spec: JsonObject, before: JsonObject): void {
  const known = textField(before, 'clusterIP');
  if (textField(spec, 'clusterIP') === '' && known !== '') spec['clusterIP'] = known;
  if (listField(spec, 'clusterIPs').length === 0) spec['clusterIPs'] = [...listField(before, 'clusterIPs')];
  const wanted = textField(spec, 'clusterIP');
  if (wanted !== known && deepEqual(spec['clusterIPs'], before['clusterIPs'])) spec['clusterIPs'] = [wanted];
}

function hasAddresses(spec: JsonObject | undefined): boolean {
  return textField(spec, 'type') !== 'ExternalName';
}

function hasNodePorts(spec: JsonObject | undefined): boolean {
  return ['NodePort', 'LoadBalancer'].includes(textField(spec, 'type'));
}

function hasHealthPort(spec: JsonObject | undefined): boolean {
  return textField(spec, 'type') === 'LoadBalancer' && textField(spec, 'externalTrafficPolicy') === 'Local';
}

function setHealthPort(spec: JsonObject, port: number): void {
  if ((numberField(spec, 'healthCheckNodePort') ?? 0) === 0 && port !== 0) spec['healthCheckNodePort'] = port;
}

function isReachable(spec: JsonObject | undefined): boolean {
  return hasNodePorts(spec) || (textField(spec, 'type') === 'ClusterIP' && listField(spec, 'externalIPs').length > 0);
}

const isBalanced = (spec: JsonObject): boolean => textField(spec, 'type') === 'LoadBalancer';

/** Fields that only some types have, with a test for those types. */
const typeFields: readonly (readonly [has: (spec: JsonObject) => boolean, names: readonly string[]])[] = [
  [hasAddresses, ['ipFamilies']],
  [hasAddresses, ['ipFamilyPolicy']],
  [hasHealthPort, ['healthCheckNodePort']],
  [isBalanced, ['allocateLoadBalancerNodePorts']],
  [isBalanced, ['loadBalancerClass']],
  [isReachable, ['externalTrafficPolicy']],
  [hasAddresses, ['clusterIP', 'clusterIPs']],
];

/** What belongs to the old type goes with it, unless the client has set it anew. */
function dropFieldsOfOldType(spec: JsonObject, before: JsonObject): void {
  for (const [has, names] of typeFields) {
    const isSame = names.every((name) => deepEqual(spec[name] ?? null, before[name] ?? null));
    if (isSame && has(before) && !has(spec)) for (const name of names) delete spec[name];
  }
  if (!hasNodePorts(before) || hasNodePorts(spec)) return;
  const known = new Set(objectsField(before, 'ports').map((port) => numberField(port, 'nodePort')));
  const ports = objectsField(spec, 'ports');
  if (ports.some((port) => (numberField(port, 'nodePort') ?? 0) !== 0 && !known.has(numberField(port, 'nodePort'))))
    return;
  for (const port of ports) if (port['nodePort'] !== undefined) delete port['nodePort'];
}

function needsNodePorts(spec: JsonObject | undefined): boolean {
  const type = textField(spec, 'type');
  return type === 'NodePort' || (type === 'LoadBalancer' && spec?.['allocateLoadBalancerNodePorts'] !== false);
}

/** Ports keep their node ports by their names. */
function keepNodePorts(spec: JsonObject, before: JsonObject): void {
  if (!hasNodePorts(spec) || !hasNodePorts(before)) return;
  const known = new Map(objectsField(before, 'ports').map((port) => [textField(port, 'name'), nodePortOf(port)]));
  const ports = objectsField(spec, 'ports');
  const used = new Set(ports.map(nodePortOf));
  for (const port of ports) {
    const nodePort = known.get(textField(port, 'name')) ?? 0;
    if (nodePortOf(port) === 0 && nodePort !== 0 && !used.has(nodePort)) port['nodePort'] = nodePort;
  }
}

function nodePortOf(port: JsonObject): number {
  return numberField(port, 'nodePort') ?? 0;
}

function allocateNodePorts(spec: JsonObject, context: WriteContext): void {
  const missing = needsNodePorts(spec) ? objectsField(spec, 'ports').filter((port) => nodePortOf(port) === 0) : [];
  const needsHealthPort = hasHealthPort(spec) && (numberField(spec, 'healthCheckNodePort') ?? 0) === 0;
  if (missing.length === 0 && !needsHealthPort) return;
  const used = new Set([...specs(context), spec].flatMap(usedPorts));
  let next = nodePorts.first;
  const free = (): number => {
    while (used.has(next) && next < nodePorts.last) next++;
    used.add(next);
    return next;
  };
  for (const port of missing) port['nodePort'] = free();
  if (needsHealthPort) spec['healthCheckNodePort'] = free();
}

function usedPorts(spec: JsonObject): number[] {
  return [...objectsField(spec, 'ports').map(nodePortOf), numberField(spec, 'healthCheckNodePort') ?? 0];
}

function specs(context: WriteContext): JsonObject[] {
  return context.list('/services').map((service) => objectField(asJson(service), 'spec') ?? {});
}

/** Always the same address for the same name while it is free, so that a cluster can be made again. */
function freeAddress(service: JsonObject, context: WriteContext): string {
  const used = new Set(specs(context).map((spec) => textField(spec, 'clusterIP')));
  const metadata = objectField(service, 'metadata');
  let candidate = spread(`${textField(metadata, 'namespace')}/${textField(metadata, 'name')}`);
  while (used.has(address(candidate))) candidate = (candidate + 1) % addressesInNetwork;
  return address(candidate);
}

function spread(text: string): number {
  let sum = 0;
  for (const character of text)
    sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % (addressesInNetwork - 2 * firstFree);
  return sum + firstFree;
}

function address(host: number): string {
  const [first, second] = networkPrefix;
  return `${first}.${second + (host >> 16)}.${(host >> 8) & 0xff}.${host & 0xff}`;
}
