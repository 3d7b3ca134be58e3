import type { JsonObject } from '@flux19/objects';
import { isTrue, numberField, objectField, objectsField, textField, textsField } from '../json/fields.ts';
import type { Printer } from '../kinds/kind-rules.ts';
import { age, type CellColumn, columnPrinter, name, text, textAt, wide } from './column-printer.ts';
import { eventPrinter } from './event-printer.ts';
import { podPrinter } from './pod-printer.ts';
import { firstOf, formatAccessModes, formatLabels, none } from './text-forms.ts';

const unset = '<unset>';

/** How many keys one or two fields hold together. */
const dataColumn = (...fields: readonly string[]): CellColumn =>
  text('Data', (object) => fields.reduce((sum, one) => sum + Object.keys(objectField(object, one) ?? {}).length, 0));

const namespaces = columnPrinter(name, text('Status', textAt('status.phase')), age);

const services = columnPrinter(
  name,
  text('Type', textAt('spec.type')),
  text('Cluster-IP', textAt('spec.clusterIP', none)),
  text('External-IP', externalAddress),
  text('Port(s)', servicePorts),
  age,
  wide(text('Selector', (service) => formatLabels(objectField(objectField(service, 'spec'), 'selector')))),
);

function externalAddress(service: JsonObject): string {
  const spec = objectField(service, 'spec');
  const type = textField(spec, 'type');
  const own = textsField(spec, 'externalIPs');
  if (type === 'ExternalName') return textField(spec, 'externalName');
  if (type !== 'LoadBalancer') return own.length > 0 ? own.join(',') : none;
  const balanced = loadBalancerAddresses(service);
  const all = [...balanced, ...own];
  return all.length > 0 ? all.join(',') : '<pending>';
}

/** Addresses that a load balancer has given. */
export function loadBalancerAddresses(object: JsonObject): string[] {
  const ingress = objectsField(objectField(objectField(object, 'status'), 'loadBalancer'), 'ingress');
  return ingress.map((one) => textField(one, 'ip') || textField(one, 'hostname')).filter((one) => one !== '');
}

function servicePorts(service: JsonObject): string {
  const ports = objectsField(objectField(service, 'spec'), 'ports').map((port) => {
    const nodePort = numberField(port, 'nodePort') ?? 0;
    const shown = nodePort === 0 ? '' : `:${nodePort}`;
    return `${numberField(port, 'port')}${shown}/${textField(port, 'protocol')}`;
  });
  return ports.length === 0 ? none : ports.join(',');
}

const endpoints = columnPrinter(name, text('Endpoints', endpointAddresses), age);

function endpointAddresses(object: JsonObject): string {
  const all = objectsField(object, 'subsets').flatMap((subset) => {
    const addresses = objectsField(subset, 'addresses').map((one) => textField(one, 'ip'));
    const ports = objectsField(subset, 'ports').map((port) => numberField(port, 'port'));
    if (ports.length === 0) return addresses;
    return ports.flatMap((port) => addresses.map((address) => `${address}:${port}`));
  });
  return all.length === 0 ? none : firstOf(all, 3);
}

const nodes = columnPrinter(
  name,
  text('Status', nodeStatus),
  text('Roles', nodeRoles),
  age,
  text('Version', textAt('status.nodeInfo.kubeletVersion')),
  wide(text('Internal-IP', (node) => nodeAddress(node, 'InternalIP'))),
  wide(text('External-IP', (node) => nodeAddress(node, 'ExternalIP'))),
  wide(text('OS-Image', textAt('status.nodeInfo.osImage', '<unknown>'))),
  wide(text('Kernel-Version', kernelVersion)),
  wide(text('Container-Runtime', textAt('status.nodeInfo.containerRuntimeVersion', '<unknown>'))),
);

function nodeStatus(node: JsonObject): string {
  const ready = objectsField(objectField(node, 'status'), 'conditions').find(
    (one) => textField(one, 'type') === 'Ready',
  );
  const state = ready === undefined ? 'Unknown' : textField(ready, 'status') === 'True' ? 'Ready' : 'NotReady';
  return isTrue(objectField(node, 'spec'), 'unschedulable') ? `${state},SchedulingDisabled` : state;
}

const rolePrefix = 'node-role.kubernetes.io/';

function nodeRoles(node: JsonObject): string {
  const labels = objectField(objectField(node, 'metadata'), 'labels') ?? {};
  const roles = Object.keys(labels)
    .filter((key) => key.startsWith(rolePrefix))
    .map((key) => key.slice(rolePrefix.length));
  const named = textField(labels, 'kubernetes.io/role');
  const all = [...new Set([...roles, named])].filter((role) => role !== '').sort();
  return all.length === 0 ? none : all.join(',');
}

function nodeAddress(node: JsonObject, type: string): string {
  const found = objectsField(objectField(node, 'status'), 'addresses').find((one) => textField(one, 'type') === type);
  return textField(found, 'address') || none;
}

function kernelVersion(node: JsonObject): string {
  const kernel = textAt('status.nodeInfo.kernelVersion', '<unknown>')(node);
  const architecture = textAt('status.nodeInfo.architecture')(node);
  return architecture === '' ? kernel : `${kernel} (${architecture})`;
}

const persistentVolumes = columnPrinter(
  name,
  text('Capacity', textAt('spec.capacity.storage')),
  text('Access Modes', (volume) => formatAccessModes(textsField(objectField(volume, 'spec'), 'accessModes'))),
  text('Reclaim Policy', textAt('spec.persistentVolumeReclaimPolicy')),
  text('Status', phaseOf),
  text('Claim', (volume) => {
    const claim = objectField(objectField(volume, 'spec'), 'claimRef');
    return claim === undefined ? '' : `${textField(claim, 'namespace')}/${textField(claim, 'name')}`;
  }),
  text('StorageClass', textAt('spec.storageClassName')),
  text('VolumeAttributesClass', textAt('spec.volumeAttributesClassName', unset)),
  text('Reason', textAt('status.reason')),
  age,
  wide(text('VolumeMode', textAt('spec.volumeMode', unset))),
);

const persistentVolumeClaims = columnPrinter(
  name,
  text('Status', phaseOf),
  text('Volume', textAt('spec.volumeName')),
  text('Capacity', (claim) => (isBound(claim) ? textAt('status.capacity.storage')(claim) : '')),
  text('Access Modes', (claim) =>
    isBound(claim) ? formatAccessModes(textsField(objectField(claim, 'status'), 'accessModes')) : '',
  ),
  text('StorageClass', textAt('spec.storageClassName')),
  text('VolumeAttributesClass', textAt('spec.volumeAttributesClassName', unset)),
  age,
  wide(text('VolumeMode', textAt('spec.volumeMode', unset))),
);

function phaseOf(object: JsonObject): string {
  const isEnding = textField(objectField(object, 'metadata'), 'deletionTimestamp') !== '';
  return isEnding ? 'Terminating' : textAt('status.phase')(object);
}

function isBound(claim: JsonObject): boolean {
  return textField(objectField(claim, 'spec'), 'volumeName') !== '';
}

const resourceQuotas = columnPrinter(
  name,
  text('Request', (quota) => quotaText(quota, (key) => !key.startsWith('limits'))),
  text('Limit', (quota) => quotaText(quota, (key) => key.startsWith('limits'))),
  age,
);

function quotaText(quota: JsonObject, isShown: (key: string) => boolean): string {
  const status = objectField(quota, 'status');
  const hard = objectField(status, 'hard') ?? {};
  const used = objectField(status, 'used');
  const keys = Object.keys(hard).filter(isShown).sort();
  return keys.map((key) => `${key}: ${textField(used, key) || '0'}/${textField(hard, key)}`).join(', ');
}

const podTemplates = columnPrinter(
  name,
  text('Containers', (object) => containersOf(object, 'name')),
  text('Images', (object) => containersOf(object, 'image')),
  text('Pod Labels', (object) =>
    formatLabels(objectField(objectField(objectField(object, 'template'), 'metadata'), 'labels')),
  ),
);

function containersOf(object: JsonObject, what: string): string {
  const spec = objectField(objectField(object, 'template'), 'spec');
  return objectsField(spec, 'containers')
    .map((one) => textField(one, what))
    .join(',');
}

const componentStatuses = columnPrinter(
  name,
  text('Status', (object) =>
    textField(objectsField(object, 'conditions')[0], 'status') === 'True' ? 'Healthy' : 'Unhealthy',
  ),
  text('Message', (object) => textField(objectsField(object, 'conditions')[0], 'message')),
  text('Error', (object) => textField(objectsField(object, 'conditions')[0], 'error')),
);

/** Printers of the core group, by group and plural. */
export const corePrinters: Readonly<Record<string, Printer>> = {
  '/componentstatuses': componentStatuses,
  '/configmaps': columnPrinter(name, dataColumn('data', 'binaryData'), age),
  '/endpoints': endpoints,
  '/events': eventPrinter,
  'events.k8s.io/events': eventPrinter,
  '/namespaces': namespaces,
  '/nodes': nodes,
  '/persistentvolumeclaims': persistentVolumeClaims,
  '/persistentvolumes': persistentVolumes,
  '/pods': podPrinter,
  '/podtemplates': podTemplates,
  '/resourcequotas': resourceQuotas,
  '/secrets': columnPrinter(name, text('Type', textAt('type')), dataColumn('data'), age),
  '/serviceaccounts': columnPrinter(name, age),
  '/services': services,
};
