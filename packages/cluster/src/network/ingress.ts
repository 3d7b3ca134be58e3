import { deepEqual, type KubeObject } from '@flux19/objects';
import { type ControlPlan, settled, updateStatus } from '../control/action.ts';
import type { ClusterController } from '../control/controller.ts';
import type { LoadBalancerAddresses } from './load-balancer-addresses.ts';

/** Stands in for an ingress controller: reports an address for every Ingress. */
export function ingressController(addresses: LoadBalancerAddresses): ClusterController {
  return { kind: 'Ingress', component: 'ingress-controller', plan: (ingress) => planIngress(ingress, addresses) };
}

function planIngress(ingress: KubeObject, addresses: LoadBalancerAddresses): ControlPlan {
  const status = { loadBalancer: { ingress: [{ ip: addresses.addressOf(ingress) }] } };
  if (ingress.metadata.deletionTimestamp !== undefined || deepEqual(ingress['status'], status)) return settled;
  return { actions: [updateStatus(ingress, status)] };
}
