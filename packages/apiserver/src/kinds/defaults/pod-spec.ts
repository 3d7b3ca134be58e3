// The defaults of pods and of everything that holds a pod template: pkg/apis/core/v1/defaults.go of Kubernetes.
import { isJsonObject, type JsonObject } from '@flux19/objects';
import {
  ensureObject,
  numberField,
  objectField,
  objectsField,
  setDefault,
  setDefaultText,
  textField,
} from '../../json/fields.ts';

/** Fills in, in place, the defaults of a pod's spec, wherever it stands. */
function defaultPodSpec(spec: JsonObject): void {
  dropFields(spec, 'evictionResponders', 'schedulingGroup');
  setDefaultText(spec, 'restartPolicy', 'Always');
  setDefault(spec, 'terminationGracePeriodSeconds', 30);
  setDefaultText(spec, 'dnsPolicy', 'ClusterFirst');
  setDefault(spec, 'securityContext', {});
  setDefaultText(spec, 'schedulerName', 'default-scheduler');
  // Kubernetes: the older name of the field is kept in step.
  if (textField(spec, 'serviceAccountName') === '' && textField(spec, 'serviceAccount') !== '') {
    spec['serviceAccountName'] = textField(spec, 'serviceAccount');
  }
  if (textField(spec, 'serviceAccountName') !== '') spec['serviceAccount'] = textField(spec, 'serviceAccountName');
  for (const volume of objectsField(spec, 'volumes')) defaultVolume(volume);
  for (const name of ['initContainers', 'containers', 'ephemeralContainers']) {
    for (const container of objectsField(spec, name)) defaultContainer(container);
  }
}

/** Fields that a cluster has only behind feature gates, which are closed unless somebody opens them. */
function dropFields(parent: JsonObject | undefined, ...names: readonly string[]): void {
  if (parent === undefined) return;
  for (const name of names) if (parent[name] !== undefined) delete parent[name];
}

function dropStopSignal(container: JsonObject, lifecycle: JsonObject): void {
  dropFields(lifecycle, 'stopSignal');
  if (Object.keys(lifecycle).length === 0) dropFields(container, 'lifecycle');
}

/** Fills in the spec of a `template` field. */
export function defaultPodTemplate(parent: JsonObject | undefined): void {
  const spec = objectField(objectField(parent, 'template'), 'spec');
  if (spec !== undefined) defaultPodSpec(spec);
}

/** What a pod gets beyond its spec's defaults; templates do without. */
export function defaultPod(pod: JsonObject): void {
  const spec = objectField(pod, 'spec');
  if (spec === undefined) return;
  defaultPodSpec(spec);
  setDefault(spec, 'enableServiceLinks', true);
  if ((numberField(spec, 'terminationGracePeriodSeconds') ?? 0) < 0) spec['terminationGracePeriodSeconds'] = 1;
  for (const name of ['containers', 'initContainers']) {
    for (const container of objectsField(spec, name)) {
      defaultRequests(container);
      if (spec['hostNetwork'] === true) defaultHostPorts(container);
    }
  }
}

/** Requests that are not given are the limits. */
function defaultRequests(container: JsonObject): void {
  const resources = objectField(container, 'resources');
  const limits = objectField(resources, 'limits');
  if (resources === undefined || limits === undefined) return;
  resources['requests'] = { ...limits, ...objectField(resources, 'requests') };
}

function defaultHostPorts(container: JsonObject): void {
  for (const port of objectsField(container, 'ports')) {
    const containerPort = numberField(port, 'containerPort');
    if (containerPort !== undefined) setDefault(port, 'hostPort', containerPort);
  }
}

function defaultContainer(container: JsonObject): void {
  setDefaultText(container, 'terminationMessagePath', '/dev/termination-log');
  setDefaultText(container, 'terminationMessagePolicy', 'File');
  setDefaultText(container, 'imagePullPolicy', pullPolicy(textField(container, 'image')));
  for (const port of objectsField(container, 'ports')) setDefaultText(port, 'protocol', 'TCP');
  for (const variable of objectsField(container, 'env')) defaultReferences(objectField(variable, 'valueFrom'));
  for (const mount of objectsField(container, 'volumeMounts')) dropFields(mount, 'bindMountOptions');
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = objectField(container, name);
    if (probe !== undefined) defaultProbe(probe);
  }
  const lifecycle = objectField(container, 'lifecycle');
  if (lifecycle?.['stopSignal'] !== undefined) dropStopSignal(container, lifecycle);
  for (const name of ['postStart', 'preStop']) defaultHttpGet(objectField(objectField(lifecycle, name), 'httpGet'));
}

const imageReference =
  /^(?:[\w.:[\]-]+\/)?[a-z\d]+(?:[._/-]+[a-z\d]+)*(?::\w[\w.-]{0,127})?(?:@[\w+.-]+:[\da-f]{32,})?$/;
const longestName = 255;

/** An image without a tag is `latest`, which may be another one tomorrow; a digest stays what it is. */
function pullPolicy(image: string): string {
  const name = image.split('@', 1)[0] ?? '';
  if (name.length > longestName || !imageReference.test(image)) return 'IfNotPresent';
  const tag = /:([^:/@]+)(?:@|$)/.exec(image)?.[1];
  const isLatest = tag === undefined ? !image.includes('@') : tag === 'latest';
  return isLatest ? 'Always' : 'IfNotPresent';
}

function defaultProbe(probe: JsonObject): void {
  setDefault(probe, 'timeoutSeconds', 1);
  setDefault(probe, 'periodSeconds', 10);
  setDefault(probe, 'successThreshold', 1);
  setDefault(probe, 'failureThreshold', 3);
  defaultHttpGet(objectField(probe, 'httpGet'));
  const grpc = objectField(probe, 'grpc');
  if (grpc === undefined) return;
  setDefault(grpc, 'service', '');
  dropFields(grpc, 'mode');
}

function defaultHttpGet(action: JsonObject | undefined): void {
  if (action === undefined) return;
  setDefaultText(action, 'path', '/');
  setDefaultText(action, 'scheme', 'HTTP');
  dropFields(action, 'protocol');
}

const modeOfFiles = 0o644;

function defaultVolume(volume: JsonObject): void {
  const sources = Object.keys(volume).filter((key) => key !== 'name');
  if (sources.length === 0) volume['emptyDir'] = {};
  for (const name of ['secret', 'configMap', 'downwardAPI', 'projected']) {
    const source = objectField(volume, name);
    if (source === undefined) continue;
    setDefault(source, 'defaultMode', modeOfFiles);
    dropFields(source, 'defaultUser');
    defaultItems(source);
  }
  dropFields(objectField(volume, 'emptyDir'), 'mode');
  const hostPath = objectField(volume, 'hostPath');
  if (hostPath !== undefined) setDefault(hostPath, 'type', '');
  for (const source of objectsField(objectField(volume, 'projected'), 'sources')) defaultProjection(source);
  const image = objectField(volume, 'image');
  if (image !== undefined) setDefaultText(image, 'pullPolicy', pullPolicy(textField(image, 'reference')));
  defaultEphemeral(objectField(volume, 'ephemeral'));
  defaultNetworkVolumes(volume);
}

function defaultItems(source: JsonObject | undefined): void {
  for (const item of objectsField(source, 'items')) {
    dropFields(item, 'user');
    defaultReferences(item);
  }
}

function defaultReferences(owner: JsonObject | undefined): void {
  const reference = objectField(owner, 'fieldRef');
  if (reference !== undefined) setDefaultText(reference, 'apiVersion', 'v1');
  const file = objectField(owner, 'fileKeyRef');
  if (file !== undefined) setDefault(file, 'optional', false);
  const resource = objectField(owner, 'resourceFieldRef');
  if (resource !== undefined) setDefault(resource, 'divisor', '0');
}

function defaultProjection(source: JsonObject): void {
  const token = objectField(source, 'serviceAccountToken');
  if (token !== undefined) setDefault(token, 'expirationSeconds', 3600);
  for (const name of ['serviceAccountToken', 'clusterTrustBundle', 'podCertificate']) {
    dropFields(objectField(source, name), 'user');
  }
  for (const name of ['secret', 'configMap', 'downwardAPI']) defaultItems(objectField(source, name));
}

function defaultEphemeral(ephemeral: JsonObject | undefined): void {
  const spec = objectField(objectField(ephemeral, 'volumeClaimTemplate'), 'spec');
  if (spec !== undefined) setDefault(spec, 'volumeMode', 'Filesystem');
}

function defaultDisks(volume: JsonObject): void {
  const azure = objectField(volume, 'azureDisk');
  if (azure !== undefined) {
    setDefault(azure, 'cachingMode', 'ReadWrite');
    setDefault(azure, 'kind', 'Shared');
    setDefault(azure, 'fsType', 'ext4');
    setDefault(azure, 'readOnly', false);
  }
  const scale = objectField(volume, 'scaleIO');
  if (scale === undefined) return;
  setDefaultText(scale, 'storageMode', 'ThinProvisioned');
  setDefaultText(scale, 'fsType', 'xfs');
}

/** What pods and persistent volumes have alike. */
export function defaultNetworkVolumes(volume: JsonObject): void {
  defaultDisks(volume);
  const iscsi = objectField(volume, 'iscsi');
  if (iscsi !== undefined) setDefaultText(iscsi, 'iscsiInterface', 'default');
  const rbd = objectField(volume, 'rbd');
  if (rbd === undefined) return;
  setDefaultText(rbd, 'pool', 'rbd');
  setDefaultText(rbd, 'user', 'admin');
  setDefaultText(rbd, 'keyring', '/etc/ceph/keyring');
}

/** Copies the labels of a template to an object that has none of its own. */
export function defaultLabelsFromTemplate(object: JsonObject): void {
  const labels = objectField(objectField(objectField(objectField(object, 'spec'), 'template'), 'metadata'), 'labels');
  if (labels === undefined) return;
  const metadata = ensureObject(object, 'metadata');
  if (!isJsonObject(metadata['labels'])) metadata['labels'] = { ...labels };
}
