// What objects count for in quotas: https://kubernetes.io/docs/concepts/policy/resource-quotas/
import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, field, objectField, objectsField, textField } from '../../json/fields.ts';
import { type Amounts, addAmounts, nothing, one, onlyNames, readAmounts, wholeAmount } from '../pods/amounts.ts';
import { podResources } from '../pods/pod-resources.ts';
import { claimUsage } from './claim-usage.ts';
import { isCountedPod } from './pod-scopes.ts';

/** Names under which some resources are counted beside `count/…`. */
const aliases: Readonly<Record<string, string>> = {
  '/configmaps': 'configmaps',
  '/resourcequotas': 'resourcequotas',
  '/replicationcontrollers': 'replicationcontrollers',
  '/secrets': 'secrets',
};

/** The name under which objects of a resource (group and plural) are counted: `count/deployments.apps`. */
export function countName(resource: string): string {
  const [group = '', plural = ''] = resource.split('/');
  return group === '' ? `count/${plural}` : `count/${plural}.${group}`;
}

/** What an object of a resource (group and plural) uses. */
export function usageOf(resource: string, object: KubeObject, now: number): Amounts {
  const count: Amounts = new Map([[countName(resource), one]]);
  if (resource === '/pods') return isCountedPod(object, now) ? addAmounts(count, podUsage(object)) : count;
  if (resource === '/services') return addAmounts(count, serviceUsage(object));
  if (resource === '/persistentvolumeclaims') return addAmounts(count, claimUsage(object));
  const alias = aliases[resource];
  return alias === undefined ? count : new Map([...count, [alias, one]]);
}

function podUsage(pod: KubeObject): Amounts {
  const spec = objectField(asJson(pod), 'spec');
  const overhead = readAmounts(objectField(spec, 'overhead'));
  const limits = podResources(spec, 'limits');
  // What running a pod costs by itself counts towards limits where there are any.
  const limitOverhead = onlyNames(overhead, new Set(limits.keys()));
  return computeUsage(addAmounts(podResources(spec, 'requests'), overhead), addAmounts(limits, limitOverhead));
}

/** Requests and limits under the names that quotas have for them. */
export function computeUsage(requests: Amounts, limits: Amounts): Amounts {
  const usage = new Map([['pods', one]]);
  for (const [name, amount] of requests) {
    const isExtended = isExtendedResource(name);
    if (!isExtended && !computeNames.has(name) && !name.startsWith('hugepages-')) continue;
    if (!isExtended) usage.set(name, amount);
    usage.set(`requests.${name}`, amount);
  }
  for (const [name, amount] of limits) if (computeNames.has(name)) usage.set(`limits.${name}`, amount);
  return usage;
}

const computeNames: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** Resources that somebody else than Kubernetes defines: `nvidia.com/gpu`. */
function isExtendedResource(name: string): boolean {
  return name.includes('/') && !/(^|\.)kubernetes\.io\//.test(name) && !name.startsWith('requests.');
}

function serviceUsage(service: KubeObject): Amounts {
  const spec = objectField(asJson(service), 'spec');
  const type = textField(spec, 'type');
  const isBalanced = type === 'LoadBalancer';
  return new Map([
    ['services', one],
    ['services.loadbalancers', isBalanced ? one : nothing],
    ['services.nodeports', wholeAmount(isBalanced || type === 'NodePort' ? nodePorts(spec) : 0)],
  ]);
}

/** Ports that are not allocated yet count, too. */
function nodePorts(spec: JsonObject | undefined): number {
  const ports = objectsField(spec, 'ports');
  const isExplicitOnly =
    textField(spec, 'type') === 'LoadBalancer' && field(spec, 'allocateLoadBalancerNodePorts') === false;
  return isExplicitOnly ? ports.filter((port) => (field(port, 'nodePort') ?? 0) !== 0).length : ports.length;
}

const podNames: ReadonlySet<string> = new Set([
  'count/pods',
  'pods',
  ...computeNames,
  ...[...computeNames].flatMap((name) => [`requests.${name}`, `limits.${name}`]),
]);
const serviceNames: ReadonlySet<string> = new Set([
  'count/services',
  'services',
  'services.loadbalancers',
  'services.nodeports',
]);
const claimNames = ['persistentvolumeclaims', 'requests.storage'];

/** Whether objects of a resource can use anything of what a quota limits under a name. */
export function isUsedBy(resource: string, name: string): boolean {
  if (resource === '/pods') return podNames.has(name) || isPodRequest(name);
  if (resource === '/services') return serviceNames.has(name);
  if (name === countName(resource)) return true;
  if (resource === '/persistentvolumeclaims') return isClaimName(name);
  return aliases[resource] === name;
}

function isPodRequest(name: string): boolean {
  if (/^(requests\.)?hugepages-/.test(name)) return true;
  return name.startsWith('requests.') && isExtendedResource(name.slice('requests.'.length));
}

function isClaimName(name: string): boolean {
  return claimNames.some((one) => name === one || name.endsWith(`.storageclass.storage.k8s.io/${one}`));
}
