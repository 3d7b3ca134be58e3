import { randomInt } from 'node:crypto';
import type { JsonObject, KubeObject } from '@flux19/objects';
import { badRequest, notFound, serviceUnavailable } from '../errors/api-errors.ts';
import { asJson, numberField, objectField, objectsField, textField } from '../json/fields.ts';
import type { Services } from '../server/services.ts';
import type { ProxyRequest } from './proxy-request.ts';

/** A port of a pod. */
export interface ProxyTarget {
  readonly pod: KubeObject;
  readonly port: number;
}

const defaultPorts = { http: 80, https: 443 } as const;

/** Finds what answers a request. Only pods do: addresses that somebody else wrote down are not called. Throws StatusError. */
export function findTarget(services: Services, request: ProxyRequest): ProxyTarget {
  return request.kind === 'pod' ? podTarget(services, request) : serviceTarget(services, request);
}

function podTarget({ store }: Services, { namespace, name, port, scheme }: ProxyRequest): ProxyTarget {
  const pod = store.collection('/pods').get(namespace, name)?.object;
  if (pod === undefined) throw notFound({ group: '', resource: 'pods' }, name);
  const ports = objectsField(objectField(asJson(pod), 'spec'), 'containers').flatMap((one) =>
    objectsField(one, 'ports'),
  );
  if (port === '') {
    const first = ports[0];
    return {
      pod,
      port: (first === undefined ? undefined : numberField(first, 'containerPort')) ?? defaultPorts[scheme],
    };
  }
  const named = ports.find((one) => textField(one, 'name') === port);
  const number = /^\d+$/.test(port)
    ? Number(port)
    : named === undefined
      ? undefined
      : numberField(named, 'containerPort');
  if (number === undefined || number > 65_535)
    throw badRequest(`invalid pod request ${JSON.stringify(`${name}:${port}`)}`);
  return { pod, port: number };
}

function serviceTarget(services: Services, request: ProxyRequest): ProxyTarget {
  const { namespace, name } = request;
  const port = portName(services, request);
  const slices = services.store
    .collection('discovery.k8s.io/endpointslices')
    .inNamespace(namespace)
    .map(({ object }) => object)
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name);
  const found = slices.flatMap((slice) => readyTargets(services, slice, port));
  const chosen = found.length === 0 ? undefined : found[randomInt(found.length)];
  if (chosen === undefined) throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(name)}`);
  return chosen;
}

/** A port that is given by its number goes by the name that the service has for it. */
function portName({ store }: Services, { namespace, name, port }: ProxyRequest): string {
  if (!/^\d+$/.test(port)) return port;
  const service = store.collection('/services').get(namespace, name)?.object;
  if (service === undefined) throw notFound({ group: '', resource: 'services' }, name);
  const ports = objectsField(objectField(asJson(service), 'spec'), 'ports');
  const found = ports.find((one) => numberField(one, 'port') === Number(port));
  if (found !== undefined) return textField(found, 'name');
  throw serviceUnavailable(`no service port ${port} found for service ${JSON.stringify(name)}`);
}

function readyTargets({ store }: Services, slice: KubeObject, name: string): readonly ProxyTarget[] {
  const json = asJson(slice);
  const found = objectsField(json, 'ports').find((one) => textField(one, 'name') === name);
  const port = found === undefined ? undefined : numberField(found, 'port');
  if (port === undefined) return [];
  return objectsField(json, 'endpoints').flatMap((endpoint) => {
    const reference = objectField(endpoint, 'targetRef');
    if (!isReady(endpoint) || textField(reference, 'kind') !== 'Pod') return [];
    const pod = store.collection('/pods').get(slice.metadata.namespace ?? '', textField(reference, 'name'))?.object;
    return pod === undefined ? [] : [{ pod, port }];
  });
}

/** Kubernetes: an endpoint that says nothing counts as ready. */
function isReady(endpoint: JsonObject): boolean {
  return objectField(endpoint, 'conditions')?.['ready'] !== false;
}
