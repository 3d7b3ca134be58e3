// What each source of a volume must hold: pkg/apis/core/validation of Kubernetes. Claims and volumes share most of it.
import { isDns1123Subdomain } from '@flux19/objects';
import type { Check, Field } from '../field.ts';
import { descendingPath, dnsLabel, dnsSubdomain, needed, noBacksteps, nonEmpty, unlessEmpty } from '../names.ts';
import { between } from '../numbers.ts';

/** Fields that must hold a text. */
export function requiring(...names: readonly string[]): Check {
  return (source) => {
    for (const name of names) source.child(name).must(needed);
  };
}

/** A reference to a Secret, where there is one, must hold a text under each of these names. */
function secretRequiring(...names: readonly string[]): Check {
  return (source) => source.child('secretRef').mayBe(requiring(...names));
}

function all(...checks: readonly Check[]): Check {
  return (field) => {
    field.must(...checks);
  };
}

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

export const hostPath: Check = (source) => {
  const path = source.child('path');
  if (path.text === '') return path.required();
  noBacksteps(path);
  const type = source.child('type');
  if (type.isSet && !hostPathTypes.includes(type.text)) type.unsupported(hostPathTypes, type.text);
};

export const gitRepo: Check = (source) => {
  source.child('repository').must(needed);
  source.child('directory').must(descendingPath);
};

const partition: Check = (field) => {
  if (field.number < 0 || field.number > 255) field.invalid('must be between 1 and 255, inclusive', field.number);
};

export const gcePersistentDisk: Check = (source) => {
  source.child('pdName').must(needed);
  source.child('partition').must(partition);
};

export const awsElasticBlockStore: Check = (source) => {
  source.child('volumeID').must(needed);
  source.child('partition').must(partition);
};

export const nfs: Check = (source) => {
  source.must(requiring('server', 'path'));
  const path = source.child('path');
  if (!path.text.startsWith('/')) path.invalid('must be an absolute path', path.text);
};

const initiatorForms: readonly (readonly [string, RegExp])[] = [
  ['iqn', /iqn\.\d{4}-\d{2}\.([a-zA-Z0-9-.]+)(:[^,;*&$|\s]+)$/],
  ['eui', /^eui.[a-zA-Z0-9]{16}$/],
  ['naa', /^naa.[a-zA-Z0-9]{32}$/],
];

function qualifiedInitiator(unknownForm: string): Check {
  return (field) => {
    const form = initiatorForms.find(([prefix]) => field.text.startsWith(prefix));
    if (form === undefined) field.invalid(unknownForm, field.text);
    else if (!form[1].test(field.text)) field.invalid('must be valid format', field.text);
  };
}

const wantsInitiatorForm = 'must be valid format starting with iqn, eui, or naa';
const initiatorLimit = 64;

/** Whether the initiator's name, made of the volume's and the portal's, gets too long. */
export function isInitiatorTooLong(source: Field, volume: string): boolean {
  return (
    source.has('initiatorName') && Buffer.byteLength(`${volume}:${source.textOf('targetPortal')}`) > initiatorLimit
  );
}

export const initiatorTooLong =
  'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';

export const iscsi: Check = (source) => {
  source.child('targetPortal').must(needed);
  iscsiTarget(source, wantsInitiatorForm);
  iscsiInitiator(source, wantsInitiatorForm);
};

function iscsiTarget(source: Field, unknownForm: string): void {
  source.child('iqn').must(nonEmpty(qualifiedInitiator(unknownForm)));
  source.child('lun').must(between(0, 255));
  const needsSecret = source.child('chapAuthDiscovery').isTrue || source.child('chapAuthSession').isTrue;
  if (needsSecret && !source.has('secretRef')) source.child('secretRef').required();
}

function iscsiInitiator(source: Field, unknownForm: string): void {
  source.child('initiatorName').named('initiatorname').mayBe(qualifiedInitiator(unknownForm));
}

/** Of a persistent volume with this name. */
export function persistentIscsi(volume: string): Check {
  return (source) => {
    source.child('targetPortal').must(needed);
    if (isInitiatorTooLong(source, volume)) {
      source.child('targetPortal').named('targetportal').invalid(initiatorTooLong);
    }
    iscsiTarget(source, 'must be valid format');
    source.must(secretRequiring('name'));
    iscsiInitiator(source, 'must be valid format');
  };
}

export const flocker: Check = (source) => {
  const name = source.child('datasetName');
  const uuid = source.textOf('datasetUUID');
  if (name.text === '' && uuid === '') source.required('one of datasetName and datasetUUID is required');
  if (name.text !== '' && uuid !== '') {
    source.invalid('datasetName and datasetUUID can not be specified simultaneously', 'resource');
  }
  if (name.text.includes('/')) name.invalid("must not contain '/'");
};

const someMonitors: Check = (source) => {
  if (source.child('monitors').length === 0) source.child('monitors').required();
};

export const cephfs: Check = someMonitors;
export const rbd: Check = all(someMonitors, requiring('image'));
export const glusterfs: Check = requiring('endpoints', 'path');

export const persistentGlusterfs: Check = (source) => {
  source.must(glusterfs);
  const namespace = source.child('endpointsNamespace');
  if (!namespace.isSet) return;
  if (namespace.text === '') namespace.invalid('if the endpointnamespace is set, it must be a valid namespace name');
  else namespace.must(dnsLabel);
};

export const cinder: Check = all(requiring('volumeID'), secretRequiring('name'));
export const persistentCinder: Check = all(requiring('volumeID'), secretRequiring('name', 'namespace'));

const hostPorts = 'must be a host:port pair or multiple pairs separated by commas';
const tenantLimit = 65;

export const quobyte: Check = (source) => {
  const registry = source.child('registry');
  if (registry.text === '') registry.required(hostPorts);
  else if (source.textOf('tenant').length >= tenantLimit) {
    source.child('tenant').required('must be a UUID and may not exceed a length of 64 characters');
  } else {
    for (const pair of registry.text.split(',')) {
      if (!/^(\[[^\]]*\]|[^:[\]]*):[^:[\]]*$/.test(pair)) registry.invalid(hostPorts);
    }
  }
  source.child('volume').must(needed);
};

export const fc: Check = (source) => {
  const names = source.child('targetWWNs');
  const ids = source.child('wwids');
  if (names.length === 0 && ids.length === 0) names.required('must specify either targetWWNs or wwids, but not both');
  if (names.length > 0 && ids.length > 0) {
    names.invalid('targetWWNs and wwids can not be specified simultaneously');
  }
  if (names.length === 0) return;
  const lun = source.child('lun');
  if (lun.isSet) lun.must(between(0, 255));
  else lun.required('lun is required if targetWWNs is specified');
};

export const flexVolume: Check = (source) => {
  source.child('driver').must(needed);
  for (const option of source.child('options').entries()) {
    const [namespace = ''] = option.name.split('/', 1);
    if (/\.(kubernetes|k8s)\.io$/.test(`.${namespace.toLowerCase()}`)) {
      option.invalid('kubernetes.io and k8s.io namespaces are reserved', option.name);
    }
  }
};

export const azureFile: Check = requiring('secretName', 'shareName');

export const persistentAzureFile: Check = (source) => {
  source.must(azureFile);
  source.child('secretNamespace').mayBe(needed);
};

const cachingModes = ['None', 'ReadOnly', 'ReadWrite'];
const diskKinds = ['Dedicated', 'Managed', 'Shared'];
const managedDiskUri =
  '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const blobDiskUri = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

export const azureDisk: Check = (source) => {
  source.must(requiring('diskName', 'diskURI'));
  const caching = source.child('cachingMode');
  if (caching.isSet && !cachingModes.includes(caching.text)) caching.unsupported(cachingModes);
  const kind = source.child('kind');
  if (!kind.isSet) return;
  if (!diskKinds.includes(kind.text)) kind.unsupported(diskKinds);
  const uri = source.child('diskURI');
  const isManaged = kind.text === 'Managed';
  if (isManaged && !uri.text.startsWith('/subscriptions/')) uri.unsupported([managedDiskUri]);
  if (!isManaged && !uri.text.startsWith('https://')) uri.unsupported([blobDiskUri]);
};

const storageOsVolume: Check = (source) => {
  source.child('volumeName').must(nonEmpty(dnsLabel));
  source.child('volumeNamespace').must(unlessEmpty(dnsLabel));
};

export const storageos: Check = all(storageOsVolume, secretRequiring('name'));
export const persistentStorageos: Check = all(storageOsVolume, secretRequiring('name', 'namespace'));
export const scaleIO: Check = requiring('gateway', 'system', 'volumeName');

export const local: Check = (source) => {
  source.child('path').must(nonEmpty(noBacksteps));
};

const driverNameLimit = 63;

/** The name of a CSI driver, whose letters may be large. */
export const driverName: Check = nonEmpty((field) => {
  if (field.length > driverNameLimit) field.tooLong(driverNameLimit);
  for (const detail of isDns1123Subdomain(field.text.toLowerCase())) field.invalid(detail);
});

export const csi: Check = (source) => {
  source.child('driver').must(driverName);
  const secret = source.child('nodePublishSecretRef');
  if (!secret.isSet) return;
  const name = secret.child('name');
  if (name.text === '') name.required();
  // Kubernetes complains one level too high.
  else source.child('name').holding(name.text).must(dnsSubdomain);
};

const secretOfDriver: Check = (secret) => {
  secret.child('name').must(nonEmpty(dnsSubdomain));
  secret.child('namespace').must(nonEmpty(dnsLabel));
};

export const persistentCsi: Check = (source) => {
  source.child('driver').must(driverName);
  source.child('volumeHandle').must(needed);
  for (const name of [
    'controllerPublishSecretRef',
    'controllerExpandSecretRef',
    'nodePublishSecretRef',
    'nodeExpandSecretRef',
  ]) {
    source.child(name).mayBe(secretOfDriver);
  }
};
