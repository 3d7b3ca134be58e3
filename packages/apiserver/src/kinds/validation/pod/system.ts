// What pods for Linux and pods for Windows may not have.
import type { Field } from '../field.ts';

/** All containers in the order in which Kubernetes visits them. */
export function everyContainer(spec: Field): Field[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((name) => spec.list(name));
}

const linuxRefusal = 'windows options cannot be set for a linux pod';
const windowsRefusal = 'cannot be set for a windows pod';

function forbid(owner: Field, names: readonly string[], text: string): void {
  for (const name of names) if (owner.has(name)) owner.child(name).forbidden(text);
}

export function lookAtSystem(spec: Field): void {
  const os = spec.child('os');
  if (!os.isSet) return;
  const name = os.textOf('name');
  if (name === '') os.child('name').required();
  else if (name === 'linux') lookAtLinux(spec);
  else if (name === 'windows') lookAtWindows(spec);
  else os.unsupported(['linux', 'windows'], name);
}

function lookAtLinux(spec: Field): void {
  forbid(spec.child('securityContext'), ['windowsOptions'], linuxRefusal);
  for (const container of everyContainer(spec)) {
    forbid(container.child('securityContext'), ['windowsOptions'], linuxRefusal);
  }
}

const notInPods = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
];
const notInContainers = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];

function lookAtWindows(spec: Field): void {
  forbid(spec.child('securityContext'), notInPods, windowsRefusal);
  forbid(spec, ['hostUsers'], windowsRefusal);
  for (const name of ['hostPID', 'hostIPC']) if (spec.child(name).isTrue) spec.child(name).forbidden(windowsRefusal);
  forbid(spec, ['shareProcessNamespace'], windowsRefusal);
  for (const container of everyContainer(spec)) {
    forbid(container.child('securityContext'), notInContainers, windowsRefusal);
  }
}

/** On Windows all containers of a pod are processes of the host, or none. */
export function lookAtHostProcesses(spec: Field): void {
  const ofPod = spec.at('securityContext', 'windowsOptions', 'hostProcess').value;
  const containers = everyContainer(spec);
  let count = 0;
  for (const container of containers) {
    const own = container.at('securityContext', 'windowsOptions', 'hostProcess');
    if (ofPod !== undefined && own.isSet && ofPod !== own.value) {
      own.invalid(`pod hostProcess value must be identical if both are specified, was ${ofPod}`);
    }
    if ((own.value ?? ofPod) === true) count++;
  }
  if (count === 0) return;
  if (count !== containers.length) {
    const text = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
    spec.invalid(text, '');
  }
  const network = spec.child('hostNetwork');
  if (!network.isTrue) network.invalid('hostNetwork must be true if pod contains any hostProcess containers', false);
}
