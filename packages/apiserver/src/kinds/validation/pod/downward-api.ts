// References to fields of the pod and to resources of its containers.
import type { Check, Field } from '../field.ts';
import { qualifiedName } from '../names.ts';

/** Fields of pods that have labels for selectors in v1, with the fields that they stand for. */
const knownFields: ReadonlySet<string> = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.serviceAccountName',
  'spec.schedulerName',
  'status.phase',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);

const subscripted = /^(.+?)\['(.*)'\]$/;
const subscriptable: ReadonlySet<string> = new Set(['metadata.annotations', 'metadata.labels']);

/** A reference to one of these fields. */
export function fieldReference(supported: readonly string[]): Check {
  return (reference) => {
    const version = reference.child('apiVersion');
    const path = reference.child('fieldPath');
    if (version.text === '') return version.required();
    if (path.text === '') return path.required();
    if (version.text !== 'v1') return unconvertible(path, `unsupported pod version: ${version.text}`);
    const [, owner, subscript = ''] = subscripted.exec(path.text) ?? [];
    if (owner === undefined) return plainField(path, supported);
    if (!subscriptable.has(owner)) return unconvertible(path, `field label does not support subscript: ${path.text}`);
    reference.holding(owner === 'metadata.annotations' ? subscript.toLowerCase() : subscript).must(qualifiedName);
  };
}

function unconvertible(path: Field, why: string): void {
  path.invalid(`error converting fieldPath: ${why}`);
}

function plainField(path: Field, supported: readonly string[]): void {
  const wanted = path.text === 'spec.host' ? 'spec.nodeName' : path.text;
  if (!knownFields.has(wanted)) unconvertible(path, `field label not supported: ${path.text}`);
  else if (!supported.includes(wanted)) path.unsupported(supported, wanted);
}

const resources = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const hugePages = /^(requests|limits)\.hugepages-/;

/** A reference to a resource; in files it names the container. */
export function resourceReference(isInFile: boolean): Check {
  return (reference) => {
    const resource = reference.child('resource');
    if (isInFile && reference.textOf('containerName') === '') reference.child('containerName').required();
    else if (resource.text === '') resource.required();
    else if (!resources.includes(resource.text) && !hugePages.test(resource.text)) resource.unsupported(resources);
    reference.must(divisor);
  };
}

const bytes = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

const divisor: Check = (reference) => {
  const field = reference.child('divisor');
  const resource = reference.textOf('resource');
  if (!field.isSet || field.text === '0') return;
  const complain = (what: string): void => {
    if (!bytes.includes(field.text)) {
      field.invalid(`only divisor's values ${bytes.join(', ')} are supported with the ${what} resource`, resource);
    }
  };
  if (resource.endsWith('.cpu')) {
    if (field.text !== '1m' && field.text !== '1') {
      field.invalid("only divisor's values 1m and 1 are supported with the cpu resource", resource);
    }
  } else if (resource.endsWith('.memory')) complain('memory');
  else if (resource.endsWith('.ephemeral-storage')) complain('local ephemeral storage');
  else if (hugePages.test(resource)) complain('hugepages');
};
