import { createHash } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { KubeObject } from '@flux19/objects';
import type { Logger } from '@flux19/runtime';
import type { ClusterView } from '../control/cluster-view.ts';
import { isActive, isReady } from '../workloads/pod-readiness.ts';
import { type PodStatus, specOf, statusOf } from '../workloads/workload-types.ts';
import type { LoadBalancerAddresses } from './load-balancer-addresses.ts';

interface ServicePort {
  readonly port: number;
  readonly targetPort?: number | string;
}

interface ServiceSpec {
  readonly type?: string;
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly ServicePort[];
}

interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Makes the addresses of Services of type LoadBalancer answer: connections go to the ready Pods, in turn. */
export class LoadBalancer implements LoadBalancerAddresses {
  readonly #log: Logger;
  readonly #servers = new Map<string, Server>();
  readonly #sockets = new Set<Socket>();
  #turn = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** An address of 127.96.0.0/16, which Linux lets every program listen on; elsewhere all Services share 127.0.0.1. */
  addressOf({ metadata }: KubeObject): string {
    if (process.platform !== 'linux') return '127.0.0.1';
    const [high = 0, low = 0] = createHash('sha256').update(`${metadata.namespace}/${metadata.name}`).digest();
    return `127.96.${high}.${1 + (low % 254)}`;
  }

  /** Opens the ports of a Service, or closes them when it is gone or no longer of that type. */
  update(service: KubeObject, isGone: boolean, view: ClusterView): void {
    const { type, ports = [] } = specOf<ServiceSpec>(service);
    const address = this.addressOf(service);
    const wanted = new Map(
      isGone || type !== 'LoadBalancer' ? [] : ports.map((port) => [this.#key(service, port.port), port] as const),
    );
    const own = `${service.metadata.namespace}/${service.metadata.name}:`;
    for (const [key, server] of this.#servers) {
      if (!key.startsWith(own) || wanted.has(key)) continue;
      server.close();
      this.#servers.delete(key);
    }
    for (const [key, port] of wanted) if (!this.#servers.has(key)) this.#open(key, address, port, service, view);
  }

  /** Closes every port and ends every connection. */
  close(): void {
    for (const server of this.#servers.values()) server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#servers.clear();
  }

  #key({ metadata }: KubeObject, port: number): string {
    return `${metadata.namespace}/${metadata.name}:${port}`;
  }

  #open(key: string, address: string, port: ServicePort, { metadata }: KubeObject, view: ClusterView): void {
    const server = createServer((client) => {
      const service = view.get('Service', metadata.namespace ?? '', metadata.name);
      const endpoints = service === undefined ? [] : endpointsOf(service, port, view);
      this.#turn += 1;
      const endpoint = endpoints[this.#turn % Math.max(1, endpoints.length)];
      if (endpoint === undefined) client.destroy();
      else this.#pass(client, endpoint);
    });
    server.on('error', (error) =>
      this.#log.error('a load balancer address cannot be opened', error, { address: `${address}:${port.port}` }),
    );
    server.listen(port.port, address);
    this.#servers.set(key, server);
  }

  #pass(client: Socket, endpoint: Endpoint): void {
    const pod = connect(endpoint);
    for (const socket of [client, pod]) {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      socket.on('error', () => {
        client.destroy();
        pod.destroy();
      });
    }
    client.pipe(pod).pipe(client);
  }
}

function endpointsOf(service: KubeObject, port: ServicePort, view: ClusterView): readonly Endpoint[] {
  const { selector = {} } = specOf<ServiceSpec>(service);
  const matches = (pod: KubeObject): boolean =>
    Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value);
  return view
    .list('Pod', service.metadata.namespace)
    .filter((pod) => matches(pod) && isActive(pod) && isReady(pod))
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .map((pod) => ({ host: statusOf<PodStatus>(pod).podIP ?? '', port: targetPort(pod, port) }));
}

interface NamedPorts {
  readonly containers: readonly {
    readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  }[];
}

function targetPort(pod: KubeObject, { port, targetPort: target = port }: ServicePort): number {
  if (typeof target === 'number') return target;
  const ports = specOf<NamedPorts>(pod).containers.flatMap((container) => container.ports ?? []);
  return ports.find(({ name }) => name === target)?.containerPort ?? port;
}
