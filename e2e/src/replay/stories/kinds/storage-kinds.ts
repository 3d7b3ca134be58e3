import type { Story } from '../../story.ts';
import { storyOfKinds } from './kind-example.ts';

const storage = 'apis/storage.k8s.io/v1';

export const storageKinds: Story = storyOfKinds('storage-kinds', [
  {
    api: storage,
    plural: 'storageclasses',
    isClusterScoped: true,
    object: {
      kind: 'StorageClass',
      metadata: { name: 'replay' },
      provisioner: 'example.com/disk',
      parameters: { a: 'b' },
    },
    change: { allowVolumeExpansion: true },
  },
  {
    api: storage,
    plural: 'csidrivers',
    isClusterScoped: true,
    object: { kind: 'CSIDriver', metadata: { name: 'replay.example.com' }, spec: { attachRequired: false } },
    change: { spec: { attachRequired: false, podInfoOnMount: true } },
  },
  {
    api: storage,
    plural: 'csinodes',
    isClusterScoped: true,
    object: {
      kind: 'CSINode',
      metadata: { name: 'replay' },
      spec: { drivers: [{ name: 'a.example.com', nodeID: 'n' }] },
    },
  },
  {
    api: storage,
    plural: 'volumeattachments',
    isClusterScoped: true,
    object: {
      kind: 'VolumeAttachment',
      metadata: { name: 'replay' },
      spec: { attacher: 'disk.example.com', nodeName: 'node', source: { persistentVolumeName: 'volume' } },
    },
    status: { attached: true },
  },
  {
    api: storage,
    plural: 'csistoragecapacities',
    object: {
      kind: 'CSIStorageCapacity',
      metadata: { name: 'here' },
      storageClassName: 'fast',
      capacity: '10Gi',
      nodeTopology: { matchLabels: { zone: 'a' } },
    },
  },
  {
    api: storage,
    plural: 'volumeattributesclasses',
    isClusterScoped: true,
    object: {
      kind: 'VolumeAttributesClass',
      metadata: { name: 'replay' },
      driverName: 'example.com',
      parameters: { iops: '1' },
    },
  },
  {
    api: 'apis/scheduling.k8s.io/v1',
    plural: 'priorityclasses',
    isClusterScoped: true,
    object: { kind: 'PriorityClass', metadata: { name: 'replay' }, value: 1000, description: 'for a story' },
    change: { value: 1000, description: 'for another' },
  },
  {
    api: 'apis/node.k8s.io/v1',
    plural: 'runtimeclasses',
    isClusterScoped: true,
    object: {
      kind: 'RuntimeClass',
      metadata: { name: 'replay' },
      handler: 'runc',
      overhead: { podFixed: { cpu: '10m' } },
    },
  },
  {
    api: 'apis/resource.k8s.io/v1',
    plural: 'deviceclasses',
    isClusterScoped: true,
    object: {
      kind: 'DeviceClass',
      metadata: { name: 'replay' },
      spec: { selectors: [{ cel: { expression: 'device.driver == "gpu.example.com"' } }] },
    },
  },
  {
    api: 'apis/resource.k8s.io/v1',
    plural: 'resourceclaims',
    object: {
      kind: 'ResourceClaim',
      metadata: { name: 'gpu' },
      spec: { devices: { requests: [{ name: 'one', exactly: { deviceClassName: 'replay' } }] } },
    },
  },
  {
    api: 'apis/events.k8s.io/v1',
    plural: 'events',
    object: {
      kind: 'Event',
      metadata: { name: 'new-style' },
      eventTime: '2001-01-01T00:00:00.000000Z',
      type: 'Normal',
      reason: 'Tested',
      action: 'Testing',
      note: 'it works',
      reportingController: 'example.com/replay',
      reportingInstance: 'one',
      regarding: { kind: 'Pod', namespace: 'replay-storage-kinds', name: 'web' },
    },
  },
  {
    api: 'api/v1',
    plural: 'events',
    object: {
      kind: 'Event',
      metadata: { name: 'old-style' },
      involvedObject: { kind: 'Pod', namespace: 'replay-storage-kinds', name: 'web' },
      firstTimestamp: '2001-01-01T00:00:00Z',
      lastTimestamp: '2001-01-01T00:00:01Z',
      count: 2,
      type: 'Warning',
      reason: 'Tested',
      message: 'it works',
      source: { component: 'replay' },
    },
    change: { count: 3 },
  },
]);
