import type { WebhookCall } from '@flux19/apiserver';
import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { specOf } from '../workloads/workload-types.ts';

type Service = NonNullable<WebhookCall['service']>;

interface ServicePort {
  readonly name?: string;
  readonly port: number;
}

interface EndpointSlice {
  readonly endpoints?: readonly {
    readonly addresses: readonly string[];
    readonly conditions?: { readonly ready?: boolean };
  }[];
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[];
}

/** Pods that run as processes have addresses of their own on this machine; simulated ones answer nowhere. */
const reachable = /^127\./;

/** Where a service of the cluster answers: at a ready Pod that is a process. Rejects when there is none. */
export async function findService(
  client: KubeClient,
  { namespace, name, port }: Service,
  signal: AbortSignal,
): Promise<{ readonly host: string; readonly port: number }> {
  const service = await client.find({ apiVersion: 'v1', kind: 'Service', namespace, name }, signal);
  const quoted = JSON.stringify(name);
  if (service === undefined) throw new Error(`service ${quoted} not found`);
  const own = specOf<{ ports?: readonly ServicePort[] }>(service).ports?.find((one) => one.port === port);
  if (own === undefined) throw new Error(`no service port ${port} found for service ${quoted}`);
  const selection = { namespace, labelSelector: `kubernetes.io/service-name=${name}` };
  const slices = await client.list({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' }, selection, signal);
  for (const slice of slices.items) {
    const found = endpointOf(slice, own.name ?? '');
    if (found !== undefined) return found;
  }
  throw new Error(`no endpoints available for service ${quoted}`);
}

function endpointOf(slice: KubeObject, portName: string): { host: string; port: number } | undefined {
  const { endpoints = [], ports = [] } = slice as unknown as EndpointSlice;
  const port = ports.find(({ name = '' }) => name === portName)?.port;
  const hosts = endpoints.filter(({ conditions }) => conditions?.ready !== false).flatMap(({ addresses }) => addresses);
  const host = hosts.find((address) => reachable.test(address));
  return host === undefined || port === undefined ? undefined : { host, port };
}
