import type { AdmissionPlugin, AdmissionRequest } from '@flux19/apiserver';
import type { KubeObject } from '@flux19/objects';
import { simulateAnnotation } from '../workloads/simulate-annotation.ts';
import { type PodSpec, specOf } from '../workloads/workload-types.ts';

/** Stands in for the scheduler: a Pod is on the only node from the moment it exists, which saves the cluster a write. */
export function podPlacement(nodeName: string): AdmissionPlugin {
  return {
    name: 'PodPlacement',
    resources: new Set(['/pods']),
    mutate(request: AdmissionRequest): KubeObject {
      const { object } = request;
      if (object === undefined) throw new Error('mutate is not called for deletions');
      if (request.operation !== 'CREATE' || request.subresource !== '') return object;
      const spec = specOf<PodSpec>(object);
      const isUnplaced = spec.nodeName === undefined && object.metadata.annotations?.[simulateAnnotation] !== 'Pending';
      return isUnplaced ? { ...object, spec: { ...spec, nodeName } } : object;
    },
  };
}
