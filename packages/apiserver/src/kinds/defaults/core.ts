// The defaults of services, volumes and the like: pkg/apis/core/v1/defaults.go of Kubernetes.

import type { JsonObject, JsonValue } from '@flux19/objects';
import {
  ensureObject,
  field,
  numberField,
  objectField,
  objectsField,
  setDefault,
  setDefaultText,
  textField,
  textsField,
} from '../../json/fields.ts';
import { defaultNetworkVolumes } from './pod-spec.ts';

const clientIpTimeoutSeconds = 10_800;

export function defaultService(service: JsonObject): void {
  const spec = ensureObject(service, 'spec');
  setDefaultText(spec, 'sessionAffinity', 'None');
  if (textField(spec, 'sessionAffinity') === 'None') delete spec['sessionAffinityConfig'];
  if (textField(spec, 'sessionAffinity') === 'ClientIP') {
    const client = ensureObject(ensureObject(spec, 'sessionAffinityConfig'), 'clientIP');
    setDefault(client, 'timeoutSeconds', clientIpTimeoutSeconds);
  }
  setDefaultText(spec, 'type', 'ClusterIP');
  for (const port of objectsField(spec, 'ports')) defaultServicePort(port);
  const type = textField(spec, 'type');
  const isExternal = type === 'NodePort' || type === 'LoadBalancer';
  if (isExternal || (type === 'ClusterIP' && objectsOrTexts(spec, 'externalIPs') > 0)) {
    setDefaultText(spec, 'externalTrafficPolicy', 'Cluster');
  }
  if (isExternal || type === 'ClusterIP') setDefault(spec, 'internalTrafficPolicy', 'Cluster');
  if (type !== 'LoadBalancer') return;
  setDefault(spec, 'allocateLoadBalancerNodePorts', true);
  for (const ingress of objectsField(objectField(objectField(service, 'status'), 'loadBalancer'), 'ingress')) {
    if (textField(ingress, 'ip') !== '') setDefaultText(ingress, 'ipMode', 'VIP');
  }
}

function objectsOrTexts(spec: JsonObject, name: string): number {
  const value = field(spec, name);
  return Array.isArray(value) ? value.length : 0;
}

function defaultServicePort(port: JsonObject): void {
  setDefaultText(port, 'protocol', 'TCP');
  const target = field(port, 'targetPort');
  const number = numberField(port, 'port');
  if ((target === undefined || target === 0 || target === '') && number !== undefined) port['targetPort'] = number;
}

export function defaultSecret(secret: JsonObject): void {
  setDefaultText(secret, 'type', 'Opaque');
  const plain = objectField(secret, 'stringData');
  if (plain === undefined) return;
  const data: JsonObject = { ...objectField(secret, 'data') };
  for (const [key, text] of Object.entries(plain)) {
    if (typeof text === 'string') {
      Object.defineProperty(data, key, {
        value: Buffer.from(text).toString('base64'),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  delete secret['stringData'];
  if (Object.keys(data).length > 0) secret['data'] = data;
}

export function defaultPersistentVolume(volume: JsonObject): void {
  const spec = ensureObject(volume, 'spec');
  setDefaultText(spec, 'persistentVolumeReclaimPolicy', 'Retain');
  setDefault(spec, 'volumeMode', 'Filesystem');
  setDefaultText(ensureObject(volume, 'status'), 'phase', 'Pending');
  const hostPath = objectField(spec, 'hostPath');
  if (hostPath !== undefined) setDefault(hostPath, 'type', '');
  defaultNetworkVolumes(spec);
}

export function defaultPersistentVolumeClaim(claim: JsonObject): void {
  setDefault(ensureObject(claim, 'spec'), 'volumeMode', 'Filesystem');
  setDefaultText(ensureObject(claim, 'status'), 'phase', 'Pending');
}

const claimGroup = '';
const snapshotGroup = 'snapshot.storage.k8s.io';

/** A claim says in two fields what its volume begins with; the older one knows claims and snapshots only. */
export function keepDataSources(claim: JsonObject, old?: JsonObject): void {
  const [spec, before] = [objectField(claim, 'spec'), objectField(old, 'spec')];
  if (spec === undefined) return;
  const isOther = textField(objectField(spec, 'dataSourceRef'), 'namespace') !== '';
  if (isOther && before?.['dataSourceRef'] === undefined) delete spec['dataSourceRef'];
  const [source, reference] = [objectField(spec, 'dataSource'), objectField(spec, 'dataSourceRef')];
  const isUsed = before?.['dataSource'] !== undefined || before?.['dataSourceRef'] !== undefined;
  if (source !== undefined && reference === undefined) {
    if (isUsed || isClaimOrSnapshot(source)) spec['dataSourceRef'] = { ...source };
    else delete spec['dataSource'];
  } else if (source === undefined && reference !== undefined && textField(reference, 'namespace') === '') {
    const { namespace: _, ...rest } = reference;
    spec['dataSource'] = rest;
  }
}

function isClaimOrSnapshot(source: JsonObject): boolean {
  const [kind, group] = [textField(source, 'kind'), textField(source, 'apiGroup')];
  const isClaim = kind === 'PersistentVolumeClaim' && group === claimGroup;
  return isClaim || (kind === 'VolumeSnapshot' && group === snapshotGroup);
}

export function defaultNamespace(namespace: JsonObject): void {
  const metadata = ensureObject(namespace, 'metadata');
  const name = textField(metadata, 'name');
  if (name !== '') ensureObject(metadata, 'labels')['kubernetes.io/metadata.name'] = name;
  setDefaultText(ensureObject(namespace, 'status'), 'phase', 'Active');
}

export function defaultNode(node: JsonObject): void {
  const spec = ensureObject(node, 'spec');
  const [first] = textsField(spec, 'podCIDRs');
  const single = textField(spec, 'podCIDR');
  // The first range and the list of them are two views of the same thing.
  if (single !== '' && first === undefined) spec['podCIDRs'] = [single];
  else if (single === '' && first !== undefined) spec['podCIDR'] = first;
  else if (single !== '' && single !== first) spec['podCIDRs'] = [single];
  const status = objectField(node, 'status');
  const capacity = objectField(status, 'capacity');
  if (status !== undefined && capacity !== undefined) setDefault(status, 'allocatable', { ...capacity });
}

export function defaultEndpoints(endpoints: JsonObject): void {
  for (const subset of objectsField(endpoints, 'subsets')) {
    for (const port of objectsField(subset, 'ports')) setDefaultText(port, 'protocol', 'TCP');
  }
}

export function defaultLimitRange(range: JsonObject): void {
  for (const limit of objectsField(objectField(range, 'spec'), 'limits')) {
    if (textField(limit, 'type') !== 'Container') continue;
    const maximum = objectField(limit, 'max');
    const minimum = objectField(limit, 'min');
    const standard: JsonObject = { ...maximum, ...objectField(limit, 'default') };
    const request: JsonObject = { ...minimum, ...standard, ...objectField(limit, 'defaultRequest') };
    setUnlessEmpty(limit, 'default', standard);
    setUnlessEmpty(limit, 'defaultRequest', request);
  }
}

function setUnlessEmpty(parent: JsonObject, name: string, value: JsonObject): void {
  if (Object.keys(value).length > 0) parent[name] = value as JsonValue;
}
