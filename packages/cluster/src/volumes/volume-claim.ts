import { deepEqual, type KubeObject } from '@flux19/objects';
import { type ControlPlan, createObject, settled, updateObject, updateStatus } from '../control/action.ts';
import type { ClusterController, Observation } from '../control/controller.ts';
import { specOf, statusOf } from '../workloads/workload-types.ts';

interface VolumeClaimSpec {
  readonly volumeName?: string;
  readonly storageClassName?: string;
  readonly volumeMode?: string;
  readonly accessModes?: readonly string[];
  readonly resources?: { readonly requests?: { readonly storage?: string } };
}

/** Provisions a volume for every claim and binds the two. */
export const volumeClaimController: ClusterController = {
  kind: 'PersistentVolumeClaim',
  component: 'persistentvolume-controller',
  watches: [{ kind: 'PersistentVolume', toKeys: (volume) => claimOf(volume) }],
  plan: planVolumeClaim,
};

function claimOf(volume: KubeObject): { namespace: string; name: string }[] {
  const { claimRef } = specOf<{ claimRef?: { namespace: string; name: string } }>(volume);
  return claimRef === undefined ? [] : [{ namespace: claimRef.namespace, name: claimRef.name }];
}

function planVolumeClaim(claim: KubeObject, { view }: Observation): ControlPlan {
  if (claim.metadata.deletionTimestamp !== undefined) return settled;
  const spec = specOf<VolumeClaimSpec>(claim);
  const name = spec.volumeName ?? `pvc-${claim.metadata.uid}`;
  const volume = view.get('PersistentVolume', '', name);
  if (volume === undefined) return { actions: [createObject(provision(claim, name))] };
  if (spec.volumeName === undefined)
    return { actions: [updateObject({ ...claim, spec: { ...spec, volumeName: name } })] };
  const status = { phase: 'Bound', accessModes: spec.accessModes ?? [], capacity: spec.resources?.requests ?? {} };
  return deepEqual(claim['status'], status) ? settled : { actions: [updateStatus(claim, status)] };
}

function provision(claim: KubeObject, name: string): KubeObject {
  const spec = specOf<VolumeClaimSpec>(claim);
  const { namespace, name: claimName, uid } = claim.metadata;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, annotations: { 'pv.kubernetes.io/provisioned-by': 'cluster.flux19.dev/simulated' } },
    spec: {
      accessModes: spec.accessModes ?? ['ReadWriteOnce'],
      capacity: { storage: spec.resources?.requests?.storage ?? '1Gi' },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: claimName, uid },
      hostPath: { path: `/var/lib/volumes/${name}` },
      persistentVolumeReclaimPolicy: 'Delete',
      ...(spec.storageClassName === undefined ? {} : { storageClassName: spec.storageClassName }),
      volumeMode: spec.volumeMode ?? 'Filesystem',
    },
  };
}

/** Reports volumes as bound, and removes those whose claim is gone. */
export const volumeController: ClusterController = {
  kind: 'PersistentVolume',
  component: 'persistentvolume-controller',
  watches: [
    {
      kind: 'PersistentVolumeClaim',
      toKeys: (claim) => {
        const { volumeName } = specOf<VolumeClaimSpec>(claim);
        return volumeName === undefined ? [] : [{ namespace: '', name: volumeName }];
      },
    },
  ],
  plan: planVolume,
};

interface VolumeSpec {
  readonly claimRef?: { readonly namespace: string; readonly name: string; readonly uid?: string };
  readonly persistentVolumeReclaimPolicy?: string;
}

function planVolume(volume: KubeObject, { view }: Observation): ControlPlan {
  if (volume.metadata.deletionTimestamp !== undefined) return settled;
  const { claimRef, persistentVolumeReclaimPolicy } = specOf<VolumeSpec>(volume);
  const claim = claimRef && view.get('PersistentVolumeClaim', claimRef.namespace, claimRef.name);
  const isBound = claim !== undefined && (claimRef?.uid === undefined || claim.metadata.uid === claimRef.uid);
  if (claimRef !== undefined && !isBound && persistentVolumeReclaimPolicy === 'Delete') {
    return {
      actions: [
        {
          do: 'delete',
          address: { apiVersion: 'v1', kind: 'PersistentVolume', name: volume.metadata.name },
          uid: volume.metadata.uid,
        },
      ],
    };
  }
  const phase = isBound ? 'Bound' : claimRef === undefined ? 'Available' : 'Released';
  if (statusOf<{ phase: string }>(volume).phase === phase) return settled;
  return { actions: [updateStatus(volume, { phase })] };
}
