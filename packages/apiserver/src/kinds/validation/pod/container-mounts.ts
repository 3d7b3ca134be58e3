// Mounts and devices of containers.
import type { Field } from '../field.ts';
import { descendingPath, oneOf } from '../names.ts';
import type { Volumes } from './volumes.ts';

/** Where a container has its volumes. */
function pathsByName(list: readonly Field[], pathName: string): ReadonlyMap<string, string> {
  return new Map(list.map((item) => [item.textOf('name'), item.textOf(pathName)]));
}

export function lookAtMounts(container: Field, volumes: Volumes): void {
  const list = container.child('volumeMounts');
  const devices = pathsByName(container.list('volumeDevices'), 'devicePath');
  const devicePaths = new Set(devices.values());
  const paths = new Set<string>();
  for (const mount of list.items()) {
    const name = mount.child('name');
    const path = mount.child('mountPath');
    if (name.text === '') name.required();
    if (!volumes.has(name.text)) name.notFound(name.text);
    if (path.text === '') path.required();
    if (paths.has(path.text)) path.invalid('must be unique', path.text);
    paths.add(path.text);
    if (devices.has(name.text)) name.invalid('must not already exist in volumeDevices', name.text);
    if (devicePaths.has(path.text)) path.invalid('must not already exist as a path in volumeDevices', path.text);
    lookAtPartOfVolume(mount, list);
    lookAtPropagation(mount, list, container);
    lookAtRecursion(mount, list);
    lookAtOptions(mount, volumes);
  }
}

/** Kubernetes complains about these fields at the list of mounts. */
function lookAtPartOfVolume(mount: Field, list: Field): void {
  const path = mount.textOf('subPath');
  const expression = mount.textOf('subPathExpr');
  if (path !== '') list.child('subPath').holding(path).must(descendingPath);
  if (expression === '') return;
  if (path !== '') mount.child('subPathExpr').invalid('subPathExpr and subPath are mutually exclusive');
  list.child('subPathExpr').holding(expression).must(descendingPath);
}

function lookAtPropagation(mount: Field, list: Field, container: Field): void {
  if (!mount.has('mountPropagation')) return;
  const here = list.child('mountPropagation').holding(mount.textOf('mountPropagation'));
  here.must(oneOf('Bidirectional', 'HostToContainer', 'None'));
  if (here.text === 'Bidirectional' && !container.at('securityContext', 'privileged').isTrue) {
    here.forbidden('Bidirectional mount propagation is available only to privileged containers');
  }
}

function lookAtRecursion(mount: Field, list: Field): void {
  if (!mount.has('recursiveReadOnly')) return;
  const here = list.child('recursiveReadOnly').holding(mount.textOf('recursiveReadOnly'));
  here.must(oneOf('Disabled', 'Enabled', 'IfPossible'));
  if (here.text !== 'Enabled' && here.text !== 'IfPossible') return;
  if (!mount.child('readOnly').isTrue) here.forbidden('may only be specified when readOnly is true');
  const propagation = mount.child('mountPropagation');
  if (propagation.isSet && propagation.text !== 'None') {
    here.forbidden('may only be specified when mountPropagation is None or not specified');
  }
}

function lookAtOptions(mount: Field, volumes: Volumes): void {
  const options = mount.child('bindMountOptions');
  const seen = new Set<string>();
  for (const option of options.items()) {
    option.must(oneOf('nodev', 'noexec', 'nosuid'));
    if (seen.has(option.text)) option.duplicate();
    seen.add(option.text);
  }
  if (options.length > 0 && volumes.get(mount.textOf('name'))?.has('image') === true) {
    options.invalid('bindMountOptions may not be used with image volumes');
  }
}

export function lookAtDevices(container: Field, volumes: Volumes): void {
  const mounts = pathsByName(container.list('volumeMounts'), 'mountPath');
  const mountPaths = new Set(mounts.values());
  const paths = new Set<string>();
  const names = new Set<string>();
  for (const device of container.list('volumeDevices')) {
    const name = device.child('name');
    const path = device.child('devicePath');
    lookAtDeviceName(name, volumes, names);
    if (path.text === '') path.required();
    if (paths.has(path.text)) path.invalid('must be unique', path.text);
    if (path.text !== '' && path.text.split('/').includes('..')) path.invalid("can not contain backsteps ('..')");
    else paths.add(path.text);
    if (mounts.has(name.text)) name.invalid('must not already exist in volumeMounts', name.text);
    if (mountPaths.has(path.text)) path.invalid('must not already exist as a path in volumeMounts', path.text);
    if (name.text !== '') names.add(name.text);
  }
}

function lookAtDeviceName(name: Field, volumes: Volumes, used: ReadonlySet<string>): void {
  if (name.text === '') name.required();
  if (used.has(name.text)) name.invalid('must be unique', name.text);
  const volume = volumes.get(name.text);
  if (volume === undefined) name.notFound(name.text);
  else if (!volume.has('persistentVolumeClaim') && !volume.has('ephemeral')) {
    name.invalid('can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode', name.text);
  }
}
