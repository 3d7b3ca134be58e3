import type { AdmissionPlugin, AdmissionRequest } from '@flux19/apiserver';
import type { KubeObject } from '@flux19/objects';
import { awaitsPlace, type NodeLedger } from '../scheduling/node-ledger.ts';

/**
 * Puts a Pod on the only node from the moment it exists, when the node is free for it: that saves the cluster a write. The others wait for
 * the scheduler.
 */
export function podPlacement(nodeName: string, ledger: NodeLedger): AdmissionPlugin {
  return {
    name: 'PodPlacement',
    resources: new Set(['/pods']),
    mutate(request: AdmissionRequest): KubeObject {
      const { object } = request;
      if (object === undefined) throw new Error('mutate is not called for deletions');
      if (request.operation !== 'CREATE' || request.subresource !== '') return object;
      const isPlaced = awaitsPlace(object) && ledger.hasPlaceAtOnce(object);
      return isPlaced ? { ...object, spec: { ...(object['spec'] as object), nodeName } } : object;
    },
  };
}
