import type { KubeObject } from '@flux19/objects';
import { timestamp } from '../control/timestamp.ts';
import { nodeAddress } from '../workloads/addresses.ts';

/** Name of the only node of the cluster. */
export const nodeName = 'flux19';

/** More than a machine has, so that whole fleets of simulated Pods find room. */
const capacity = { cpu: '256', memory: '1Ti', 'ephemeral-storage': '10Ti', pods: '10000' };

/** The node that every Pod runs on. */
export function onlyNode(kubeletVersion: string, now: number): { object: KubeObject; status: object } {
  const time = timestamp(now);
  const condition = (type: string, status: string, reason: string, message: string): object => {
    return { type, status, reason, message, lastHeartbeatTime: time, lastTransitionTime: time };
  };
  const labels = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': nodeName,
    'kubernetes.io/os': 'linux',
    'node-role.kubernetes.io/control-plane': '',
  };
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: nodeName, labels },
    spec: { podCIDR: '10.244.0.0/16', podCIDRs: ['10.244.0.0/16'] },
  };
  const status = {
    addresses: [
      { type: 'InternalIP', address: nodeAddress },
      { type: 'Hostname', address: nodeName },
    ],
    capacity,
    allocatable: capacity,
    conditions: [
      condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
      condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
      condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
      condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
    ],
    nodeInfo: {
      architecture: 'amd64',
      bootID: '',
      containerRuntimeVersion: 'simulated://1',
      kernelVersion: 'simulated',
      kubeProxyVersion: kubeletVersion,
      kubeletVersion,
      machineID: '',
      operatingSystem: 'linux',
      osImage: 'Flux-19 embedded cluster',
      systemUUID: '',
    },
  };
  return { object, status };
}

/** Objects that a fresh cluster holds besides its namespaces. */
export function clusterObjects(): readonly KubeObject[] {
  return [
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'cluster.flux19.dev/simulated',
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'Immediate',
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'kubernetes',
        namespace: 'default',
        labels: { component: 'apiserver', provider: 'kubernetes' },
      },
      spec: {
        clusterIP: '10.96.0.1',
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }],
        type: 'ClusterIP',
      },
    },
  ];
}
