// Names of resources that are limited and counted: pkg/apis/core/helper of Kubernetes.
import { isQualifiedName } from '@flux19/objects';
import type { Check } from './field.ts';
import { compareAmounts, isWhole } from './numbers.ts';

const amounts = ['cpu', 'memory', 'ephemeral-storage'];
const counted: ReadonlySet<string> = new Set([
  'pods',
  'configmaps',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
  'services.loadbalancers',
  'services.nodeports',
]);
const quotaResources: ReadonlySet<string> = new Set([
  ...amounts,
  ...amounts.map((name) => `requests.${name}`),
  ...amounts.map((name) => `limits.${name}`),
  'requests.storage',
  ...counted,
]);

/** Memory in large pages. */
export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

export function isStandardQuotaResource(name: string): boolean {
  return quotaResources.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-');
}

function isStandardResource(name: string): boolean {
  return name === 'storage' || isStandardQuotaResource(name);
}

/** A resource of Kubernetes itself. */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** A resource of somebody else. */
export function isExtendedResource(name: string): boolean {
  if (isNativeResource(name) || name.startsWith('requests.')) return false;
  return isQualifiedName(`requests.${name}`).length === 0;
}

/** The key of an entry is the name of a resource. */
export const resourceName: Check = (field) => {
  const complaints = isQualifiedName(field.name);
  for (const detail of complaints) field.invalid(detail, field.name);
  if (complaints.length > 0 || field.name.includes('/') || isStandardResource(field.name)) return;
  field.invalid('must be a standard resource type or fully qualified', field.name);
};

/** An amount of the resource that the entry's key names. */
export const resourceAmount: Check = (field) => {
  if (compareAmounts(field.text, '0') < 0) field.invalid('must be greater than or equal to 0', field.text);
  const isInteger = counted.has(field.name) || isExtendedResource(field.name);
  if (isInteger && !isWhole(field.text)) field.invalid('must be an integer', field.text);
};
