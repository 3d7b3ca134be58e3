// A service gets its cluster IP and node ports from the API server: https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/
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
const networkPrefix = [10, 96];
const addressesInNetwork = 2 ** 20;
const firstFree = 10;
const nodePorts = { first: 30_000, last: 32_767 };

const addressedTypes: ReadonlySet<string> = new Set(['ClusterIP', 'NodePort', 'LoadBalancer']);

/** Complaints about node ports that cannot be given. */
export function nodePortErrors(service: KubeObject): FieldError[] {
  const ports = objectsField(objectField(asJson(service), 'spec'), 'ports');
  return ports.flatMap((port, index) => {
    const asked = numberField(port, 'nodePort') ?? 0;
    if (asked === 0 || (asked >= nodePorts.first && asked <= nodePorts.last)) return [];
    const range = `${nodePorts.first}-${nodePorts.last}`;
    const text = `provided port is not in the valid range. The range of valid ports is ${range}`;
    return [invalidField(`spec.ports[${index}].nodePort`, asked, text)];
  });
}

/** Gives a new service its addresses, in place. */
export function allocateAddresses(service: JsonObject, context: WriteContext): void {
  const spec = ensureObject(service, 'spec');
  if (!addressedTypes.has(textField(spec, 'type'))) return;
  if (textField(spec, 'clusterIP') === '')
    spec['clusterIP'] = textsField(spec, 'clusterIPs')[0] ?? freeAddress(service, context);
  setDefault(spec, 'clusterIPs', [textField(spec, 'clusterIP')]);
  setDefault(spec, 'ipFamilies', ['IPv4']);
  setDefault(spec, 'ipFamilyPolicy', 'SingleStack');
  allocateNodePorts(spec, context);
}

/** Keeps the addresses of a service whose new state does not name them, and adds those that a new type needs. */
export function keepAddresses(service: JsonObject, old: KubeObject, context: WriteContext): void {
  const spec = ensureObject(service, 'spec');
  const before = objectField(asJson(old), 'spec');
  if (!addressedTypes.has(textField(spec, 'type'))) {
    dropAddresses(spec, before);
    return;
  }
  normalizeAddress(spec, before);
  if (textField(spec, 'clusterIP') === '' && textField(before, 'clusterIP') !== '') {
    spec['clusterIP'] = textField(before, 'clusterIP');
    if (listField(spec, 'clusterIPs').length === 0) spec['clusterIPs'] = [...listField(before, 'clusterIPs')];
  }
  for (const name of ['ipFamilies', 'ipFamilyPolicy']) {
    const value = before?.[name];
    if (value !== undefined) setDefault(spec, name, value);
  }
  keepNodePorts(spec, before);
  dropPortsOfOldType(spec, before);
  allocateAddresses(service, context);
}

/** A client that changes `clusterIP` alone means the first of `clusterIPs` as well. */
function normalizeAddress(spec: JsonObject, before: JsonObject | undefined): void {
  const wanted = textField(spec, 'clusterIP');
  const isSameList = deepEqual(spec['clusterIPs'], before?.['clusterIPs']);
  if (wanted !== '' && wanted !== textField(before, 'clusterIP') && isSameList) spec['clusterIPs'] = [wanted];
}

/** What only the old type had goes with it, unless the client has set it anew. */
function dropPortsOfOldType(spec: JsonObject, before: JsonObject | undefined): void {
  if (textField(spec, 'type') !== 'ClusterIP' || !needsNodePorts(before)) return;
  const known = new Set(objectsField(before, 'ports').map((port) => numberField(port, 'nodePort')));
  for (const port of objectsField(spec, 'ports')) if (known.has(numberField(port, 'nodePort'))) delete port['nodePort'];
  if (listField(spec, 'externalIPs').length === 0) delete spec['externalTrafficPolicy'];
  if (textField(before, 'type') === 'LoadBalancer') delete spec['allocateLoadBalancerNodePorts'];
}

/** An ExternalName has no addresses; those of before go unless the client holds on to them. */
function dropAddresses(spec: JsonObject, before: JsonObject | undefined): void {
  for (const name of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) {
    if (JSON.stringify(spec[name]) === JSON.stringify(before?.[name])) delete spec[name];
  }
}

function needsNodePorts(spec: JsonObject | undefined): boolean {
  const type = textField(spec, 'type');
  return type === 'NodePort' || (type === 'LoadBalancer' && spec?.['allocateLoadBalancerNodePorts'] !== false);
}

function keepNodePorts(spec: JsonObject, before: JsonObject | undefined): void {
  if (!needsNodePorts(spec) || !needsNodePorts(before)) return;
  const known = new Map(
    objectsField(before, 'ports').map((port) => [portKey(port), numberField(port, 'nodePort') ?? 0]),
  );
  for (const port of objectsField(spec, 'ports')) {
    const nodePort = known.get(portKey(port)) ?? 0;
    if ((numberField(port, 'nodePort') ?? 0) === 0 && nodePort !== 0) port['nodePort'] = nodePort;
  }
}

function portKey(port: JsonObject): string {
  return `${textField(port, 'protocol')}/${numberField(port, 'port')}`;
}

function allocateNodePorts(spec: JsonObject, context: WriteContext): void {
  if (!needsNodePorts(spec)) return;
  const missing = objectsField(spec, 'ports').filter((port) => (numberField(port, 'nodePort') ?? 0) === 0);
  if (missing.length === 0) return;
  const used = new Set(
    [...specs(context), spec].flatMap((one) => objectsField(one, 'ports').map((port) => numberField(port, 'nodePort'))),
  );
  let next = nodePorts.first;
  for (const port of missing) {
    while (used.has(next) && next < nodePorts.last) next++;
    port['nodePort'] = next;
    used.add(next);
  }
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
  const [first = 0, second = 0] = networkPrefix;
  return `${first}.${second + (host >> 16)}.${(host >> 8) & 0xff}.${host & 0xff}`;
}
