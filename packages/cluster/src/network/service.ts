import { deepEqual, type KubeObject } from '@flux19/objects';
import { type ControlPlan, settled, updateStatus } from '../control/action.ts';
import type { ClusterController } from '../control/controller.ts';
import { specOf } from '../workloads/workload-types.ts';
import type { LoadBalancerAddresses } from './load-balancer-addresses.ts';

interface ServiceSpec {
  readonly type?: string;
  readonly loadBalancerClass?: string;
}

/** Stands in for a cloud: gives every Service of type LoadBalancer an address. */
export function serviceController(addresses: LoadBalancerAddresses): ClusterController {
  return { kind: 'Service', component: 'service-controller', plan: (service) => planService(service, addresses) };
}

function planService(service: KubeObject, addresses: LoadBalancerAddresses): ControlPlan {
  const { type, loadBalancerClass } = specOf<ServiceSpec>(service);
  const isServed = type === 'LoadBalancer' && loadBalancerClass === undefined;
  const ingress = isServed ? [{ ip: addresses.addressOf(service), ipMode: 'VIP' }] : undefined;
  const status = { loadBalancer: ingress === undefined ? {} : { ingress } };
  if (service.metadata.deletionTimestamp !== undefined || deepEqual(service['status'], status)) return settled;
  return { actions: [updateStatus(service, status)] };
}
