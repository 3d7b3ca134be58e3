// Limits and requests: pkg/apis/core/validation and pkg/apis/core/helper of Kubernetes.
import { parseQuantity, quantityToNumber } from '@flux19/objects';
import { notFoundField } from '../../../errors/field-errors.ts';
import type { Check, Field } from '../field.ts';
import { dnsLabel } from '../names.ts';
import { compareAmounts } from '../numbers.ts';
import { isExtendedResource, isHugePages, isNativeResource, resourceAmount, resourceName } from '../resource-names.ts';

const containerResources: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** The name of a resource that containers have. */
export const containerResource: Check = (field) => {
  resourceName(field);
  const { name } = field;
  if (!name.includes('/')) {
    if (!containerResources.has(name) && !isHugePages(name)) {
      field.invalid('must be a standard resource for containers', name);
    }
  } else if (!isNativeResource(name) && !isExtendedResource(name)) {
    field.invalid("doesn't follow extended resource name standard", name);
  }
};

const podResources = ['cpu', 'hugepages-', 'memory'];

/** The name of a resource that a pod has as a whole. */
export const podResource: Check = (field) => {
  const before = field.findings.length;
  resourceName(field);
  if (field.findings.length > before) return;
  const { name } = field;
  if (name !== 'cpu' && name !== 'memory' && !isHugePages(name)) field.unsupported(podResources, name);
};

/** Memory in pages comes in whole pages only. */
const hugePages: Check = (field) => {
  if (!isHugePages(field.name)) return;
  const page = Number(quantityToNumber(parseQuantity(field.name.slice('hugepages-'.length))));
  const amount = Number(quantityToNumber(parseQuantity(field.text)));
  if (amount % page !== 0) {
    field.invalid(`${field.text} is not positive integer multiple of ${field.name}`);
  }
};

function mayOvercommit(name: string): boolean {
  return isNativeResource(name) && !isHugePages(name);
}

function requestMustFit(request: Field, limits: Field, requests: Field): void {
  const { name } = request;
  const limit = limits.key(name);
  if (!limit.isSet) {
    if (!mayOvercommit(name)) limits.required('Limit must be set for non overcommitable resources');
    return;
  }
  const order = compareAmounts(request.text, limit.text);
  if (order !== 0 && !mayOvercommit(name)) {
    requests.invalid(`must be equal to ${name} limit of ${limit.text}`, request.text);
  } else if (order > 0) requests.invalid(`must be less than or equal to ${name} limit of ${limit.text}`, request.text);
}

/** Limits and requests of a container or of a pod; `claims` are the names of the pod's claims. */
export function resources(checkName: Check, claims: ReadonlySet<string>): Check {
  return (field) => {
    const limits = field.child('limits');
    const requests = field.child('requests');
    const asked = [...limits.entries(), ...requests.entries()];
    for (const limit of limits.entries()) limit.must(checkName, resourceAmount, hugePages);
    for (const request of requests.entries()) {
      request.must(checkName, resourceAmount);
      requestMustFit(request, limits, requests);
      request.must(hugePages);
    }
    const hasMain = asked.some(({ name }) => name === 'cpu' || name === 'memory');
    if (!hasMain && asked.some(({ name }) => isHugePages(name))) field.forbidden('HugePages require cpu or memory');
    claimNames(field.list('claims'), claims);
  };
}

function claimNames(claims: readonly Field[], known: ReadonlySet<string>): void {
  const used = new Set<string>();
  for (const claim of claims) {
    const name = claim.textOf('name');
    if (name === '') {
      claim.required();
      continue;
    }
    const request = claim.child('request');
    if (request.text !== '') request.must(dnsLabel);
    mustBeUnused(claim, name, request.text, used);
    if (!known.has(name)) claim.add(unknownClaim(claim.path, name, known));
  }
}

function mustBeUnused(claim: Field, name: string, request: string, used: Set<string>): void {
  const key = request === '' ? name : `${name}/${request}`;
  const overlaps = request === '' && [...used].some((other) => other.startsWith(`${name}/`));
  if (used.has(name)) claim.duplicate(name);
  else if (used.has(key) || overlaps) claim.duplicate(key);
  used.add(key);
}

function unknownClaim(path: string, name: string, known: ReadonlySet<string>): ReturnType<typeof notFoundField> {
  const list = known.size === 0 ? ' which is empty' : `: ${[...known].toSorted().join(', ')}`;
  return notFoundField(path, name, `must be one of the names in pod.spec.resourceClaims${list}`);
}
