import type { KubeObject } from '@flux19/objects';

/** Decides under which address a Service of type LoadBalancer can be reached. */
export interface LoadBalancerAddresses {
  /** The same address for the same Service, every time. */
  addressOf(service: KubeObject): string;
}

/** Every Service at this machine's loopback address; ports tell them apart. */
export const loopbackAddresses: LoadBalancerAddresses = { addressOf: () => '127.0.0.1' };
