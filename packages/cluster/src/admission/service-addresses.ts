import type { AdmissionPlugin, AdmissionRequest } from '@flux19/apiserver';
import type { KubeObject } from '@flux19/objects';
import { specOf } from '../workloads/workload-types.ts';

interface ServicePort {
  readonly port: number;
  readonly nodePort?: number;
}

interface ServiceSpec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly clusterIPs?: readonly string[];
  readonly ports?: readonly ServicePort[];
  readonly allocateLoadBalancerNodePorts?: boolean;
}

const firstNodePort = 30_000;
const nodePorts = 2_768;
const firstAddress = 10; // 10.96.0.1 to .9 are left to well-known Services, as Kubernetes leaves a low band.
const addresses = 65_000;

/**
 * Gives Services their cluster address (10.96.0.0/16) and node ports, as kube-apiserver does while it creates them.
 * What was given once is kept on update.
 */
export class ServiceAddresses implements AdmissionPlugin {
  readonly name = 'ServiceAddresses';
  readonly #taken = new Set<string>();
  readonly #takenPorts = new Set<number>();

  /** Tells of a Service that exists already, so that its addresses are not given twice. */
  reserve(service: KubeObject): void {
    const { clusterIP, ports = [] } = specOf<ServiceSpec>(service);
    if (clusterIP !== undefined) this.#taken.add(clusterIP);
    for (const { nodePort } of ports) if (nodePort !== undefined) this.#takenPorts.add(nodePort);
  }

  /** Tells of a Service that is gone. */
  release(service: KubeObject): void {
    const { clusterIP, ports = [] } = specOf<ServiceSpec>(service);
    this.#taken.delete(clusterIP ?? '');
    for (const { nodePort } of ports) this.#takenPorts.delete(nodePort ?? 0);
  }

  mutate(request: AdmissionRequest): KubeObject {
    const { object, oldObject } = request;
    if (object === undefined) throw new Error('mutate is not called for deletions');
    if (request.group !== '' || request.resource !== 'services' || request.subresource !== '') return object;
    const spec = specOf<ServiceSpec>(object);
    const before = oldObject === undefined ? undefined : specOf<ServiceSpec>(oldObject);
    if (spec.type === 'ExternalName') return object;
    const clusterIP = spec.clusterIP || before?.clusterIP || this.#freeAddress();
    const clusterIPs = spec.clusterIPs ?? [clusterIP];
    const ports = this.#withNodePorts(spec, before);
    const isSame = clusterIP === spec.clusterIP && clusterIPs === spec.clusterIPs && ports === spec.ports;
    return isSame ? object : { ...object, spec: { ...spec, clusterIP, clusterIPs, ...(ports ? { ports } : {}) } };
  }

  #withNodePorts(spec: ServiceSpec, before: ServiceSpec | undefined): readonly ServicePort[] | undefined {
    const isExposed =
      spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
    if (!isExposed || spec.ports?.every(({ nodePort }) => nodePort)) return spec.ports;
    return spec.ports?.map((port) => {
      if (port.nodePort) return port;
      const kept = before?.ports?.find((old) => old.port === port.port)?.nodePort;
      return { ...port, nodePort: kept ?? this.#freeNodePort() };
    });
  }

  #freeAddress(): string {
    for (let n = 0; n < addresses; n += 1) {
      const index = firstAddress + ((this.#taken.size + n) % addresses);
      const address = `10.96.${index >> 8}.${index & 0xff}`;
      if (this.#taken.has(address)) continue;
      this.#taken.add(address);
      return address;
    }
    throw new Error('no cluster address is left for another Service');
  }

  #freeNodePort(): number {
    for (let n = 0; n < nodePorts; n += 1) {
      const port = firstNodePort + ((this.#takenPorts.size + n) % nodePorts);
      if (this.#takenPorts.has(port)) continue;
      this.#takenPorts.add(port);
      return port;
    }
    throw new Error('no node port is left for another Service');
  }
}
