import { deepEqual, type KubeObject } from '@flux19/objects';
import { type ControlPlan, createObject, deleteObject, settled, updateObject } from '../control/action.ts';
import type { ClusterController, Observation } from '../control/controller.ts';
import { isActive, isReady } from '../workloads/pod-readiness.ts';
import { controllerReference } from '../workloads/pod-template.ts';
import { type PodSpec, type PodStatus, specOf, statusOf } from '../workloads/workload-types.ts';

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly targetPort?: number | string;
  readonly appProtocol?: string;
}

interface ServiceSpec {
  readonly type?: string;
  readonly selector?: Record<string, string>;
  readonly ports?: readonly ServicePort[];
}

/** Lists the Pods behind each Service, in an EndpointSlice of its own. */
export const endpointSliceController: ClusterController = {
  kind: 'Service',
  component: 'endpoint-slice-controller',
  watches: [
    { kind: 'EndpointSlice' },
    {
      kind: 'Pod',
      toKeys: (pod, view) =>
        view
          .list('Service', pod.metadata.namespace)
          .filter((service) => selects(service, pod))
          .map(({ metadata }) => ({ namespace: metadata.namespace ?? '', name: metadata.name })),
    },
  ],
  plan: planEndpointSlice,
};

function selects(service: KubeObject, pod: KubeObject): boolean {
  const { selector = {} } = specOf<ServiceSpec>(service);
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => pod.metadata.labels?.[key] === value);
}

function planEndpointSlice(service: KubeObject, { view }: Observation): ControlPlan {
  const existing = view.controlledBy(service, 'EndpointSlice');
  const { selector, type } = specOf<ServiceSpec>(service);
  if (service.metadata.deletionTimestamp !== undefined) return settled;
  if (selector === undefined || type === 'ExternalName')
    return { actions: existing.map((slice) => deleteObject(slice)) };
  const pods = view.list('Pod', service.metadata.namespace).filter((pod) => selects(service, pod) && isActive(pod));
  const wanted = endpointSlice(service, pods);
  const [current] = existing;
  if (current === undefined) return { actions: [createObject(wanted)] };
  const isSame = deepEqual(current['endpoints'], wanted['endpoints']) && deepEqual(current['ports'], wanted['ports']);
  return isSame ? settled : { actions: [updateObject({ ...wanted, metadata: current.metadata })] };
}

function endpointSlice(service: KubeObject, pods: readonly KubeObject[]): KubeObject {
  const { ports = [] } = specOf<ServiceSpec>(service);
  const placed = pods.filter((pod) => statusOf<PodStatus>(pod).podIP !== undefined);
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${service.metadata.name}-endpoints`,
      namespace: service.metadata.namespace ?? '',
      labels: {
        'kubernetes.io/service-name': service.metadata.name,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      ownerReferences: [controllerReference(service)],
    },
    addressType: 'IPv4',
    endpoints: placed.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)).map(endpoint),
    ports: ports.map((port) => ({
      name: port.name ?? '',
      protocol: port.protocol ?? 'TCP',
      port: targetPort(port, placed),
      ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
    })),
  };
}

function endpoint(pod: KubeObject): object {
  const ready = isReady(pod);
  const { nodeName } = specOf<PodSpec>(pod);
  const { name, namespace, uid } = pod.metadata;
  return {
    addresses: [statusOf<PodStatus>(pod).podIP],
    conditions: { ready, serving: ready, terminating: false },
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: { kind: 'Pod', name, namespace, uid },
  };
}

interface NamedPorts {
  readonly containers: readonly {
    readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  }[];
}

/** A target port may be the name of a container's port. */
function targetPort({ port, targetPort: target = port }: ServicePort, pods: readonly KubeObject[]): number {
  if (typeof target === 'number') return target;
  const containers = pods.flatMap((pod) => specOf<NamedPorts>(pod).containers);
  const named = containers.flatMap((container) => container.ports ?? []).find(({ name }) => name === target);
  return named?.containerPort ?? port;
}
