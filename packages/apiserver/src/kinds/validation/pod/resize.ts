// How the resources of a pod may change while it runs: ValidatePodResize in pkg/apis/core/validation of Kubernetes.
import { deepEqual, isJsonObject, type JsonObject } from '@flux19/objects';
import { podQualityOfService } from '../../../admission/pods/quality-of-service.ts';
import type { Field } from '../field.ts';
import { mirrorAnnotation } from './annotations.ts';

export function lookAtResize(pod: Field, old: Field): void {
  const spec = pod.child('spec');
  const before = old.child('spec');
  const classBefore = old.at('status').textOf('qosClass') || podQualityOfService(before.object);
  if (classBefore !== podQualityOfService(spec.object)) {
    spec.invalid('Pod QOS Class may not change as a result of resizing', pod.at('status').textOf('qosClass'));
  }
  if (!isResizable(old)) spec.forbidden('Pod running on node without support for resize');
  lookAtWhole(spec.child('resources'), before.child('resources'), spec);
  const stay = ['containers', 'initContainers'].map((list) => containersStay(spec, before, list));
  if (stay.includes(false)) return;
  for (const list of ['initContainers', 'containers']) {
    for (const [position, container] of spec.list(list).entries()) {
      const now = container.child('resources');
      amountsStay(now, before.child(list).index(position).child('resources'), 'resource');
    }
  }
  lookAtContainers(spec, before);
  lookAtInitContainers(spec, before);
  if (!deepEqual(spec.child('volumes').value, before.child('volumes').value)) {
    const gate = 'InPlacePodVerticalScalingMemoryBackedVolumes feature gate is disabled';
    spec.child('volumes').forbidden(`volumes are immutable on resize when ${gate}`);
  }
}

/** Which pods are never resized; undefined for one that may be. */
export function unresizable(old: Field): 'static' | 'windows' | undefined {
  if (old.at('metadata', 'annotations').key(mirrorAnnotation).isSet) return 'static';
  return old.at('spec', 'os').textOf('name') === 'windows' ? 'windows' : undefined;
}

/** A node that can resize tells what its running containers have. */
function isResizable(old: Field): boolean {
  const running = old
    .child('status')
    .list('containerStatuses')
    .find((one) => one.child('state').has('running'));
  return running === undefined || running.has('resources');
}

function lookAtWhole(now: Field, old: Field, spec: Field): void {
  if (!isSaid(now) && !isSaid(old)) return;
  if (old.isSet && !now.isSet) {
    now.forbidden('pod-level resources cannot be removed');
    return;
  }
  if (old.isSet) amountsStay(now, old, 'pod-level resource');
  if (deepEqual(othersOf(now), othersOf(old))) return;
  spec.forbidden('only cpu and memory resources are mutable at pod-level');
}

function isSaid(resources: Field): boolean {
  return resources.child('requests').length + resources.child('limits').length > 0;
}

/** What has been asked for may be changed but not taken back. */
function amountsStay(now: Field, old: Field, what: string): void {
  for (const kind of ['requests', 'limits']) {
    const isKept = old
      .child(kind)
      .entries()
      .every(({ name }) => now.child(kind).key(name).isSet);
    if (!isKept) now.child(kind).forbidden(`${what} ${kind} cannot be removed`);
  }
}

function containersStay(spec: Field, old: Field, name: string): boolean {
  const now = spec.list(name);
  const before = old.list(name);
  if (now.length !== before.length) {
    spec.child(name).forbidden(`${name} may not be added or removed on resize`);
    return false;
  }
  const renamed = now.filter((one, position) => one.textOf('name') !== before[position]?.textOf('name'));
  for (const one of renamed) one.child('name').forbidden(`${name} may not be renamed or reordered on resize`);
  return renamed.length === 0;
}

function lookAtContainers(spec: Field, old: Field): void {
  const before = old.list('containers');
  for (const [position, container] of spec.list('containers').entries()) {
    if (deepEqual(besidesResources(container), besidesResources(before[position]))) continue;
    spec.forbidden('only cpu and memory resources are mutable');
  }
}

function lookAtInitContainers(spec: Field, old: Field): void {
  const before = old.list('initContainers');
  for (const [position, container] of spec.list('initContainers').entries()) {
    if (!deepEqual(besidesResources(container), besidesResources(before[position]))) {
      container.forbidden('only cpu and memory resources for init or sidecar containers are mutable');
    }
    const isSidecar = container.textOf('restartPolicy') === 'Always';
    if (isSidecar || deepEqual(container.value, before[position]?.value)) continue;
    for (const policy of container.list('resizePolicy')) {
      if (policy.textOf('restartPolicy') !== 'RestartContainer') continue;
      const text = 'non-sidecar init containers with a resize policy of RestartContainer cannot be resized';
      container.forbidden(text);
    }
  }
}

/** A container without its processor time and memory. */
function besidesResources(container: Field | undefined): JsonObject {
  return { ...container?.object, resources: container === undefined ? {} : othersOf(container.child('resources')) };
}

/** Resources other than processor time and memory. */
function othersOf(resources: Field): JsonObject {
  const { requests, limits, ...rest } = resources.object ?? {};
  return { ...rest, requests: withoutMain(requests), limits: withoutMain(limits) };
}

function withoutMain(amounts: unknown): JsonObject {
  if (!isJsonObject(amounts)) return {};
  const { cpu: _, memory: __, ...others } = amounts;
  return others;
}
