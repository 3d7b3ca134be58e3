import { type KubeObject, type OwnerReference, printJson } from '@flux19/objects';
import type { PodTemplate } from './workload-types.ts';

/** The letters that Kubernetes uses in generated names: no vowels, nothing that looks like another letter. */
const safeLetters = 'bcdfghjklmnpqrstvwxz2456789';

/** A short name for the content of a Pod template: the same template has the same hash, in this cluster. */
export function templateHash(template: PodTemplate): string {
  // FNV-1a of 32 bits, as Kubernetes uses; over JSON, where Kubernetes hashes a dump of its own structs.
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(printJson(sorted(template) as never))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return [...String(hash)].map((digit) => safeLetters[Number(digit)]).join('');
}

/** The value with its keys in order, so that the order in which fields were written does not count. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, sorted(field)]),
  );
}

/** The reference by which a workload controls what it made. */
export function controllerReference(owner: KubeObject): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

export interface PodNaming {
  readonly name?: string;
  readonly generateName?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  /** Fields that differ from the template's. */
  readonly spec?: object;
}

/** A Pod as a workload's template describes it. */
export function podFromTemplate(owner: KubeObject, template: PodTemplate, naming: PodNaming): KubeObject {
  const { metadata } = owner;
  const names =
    naming.name === undefined ? { name: '', generateName: naming.generateName ?? '' } : { name: naming.name };
  const { name, ...generated } = names;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(name === '' ? generated : { name }),
      namespace: metadata.namespace ?? '',
      labels: { ...template.metadata?.labels, ...naming.labels },
      annotations: { ...template.metadata?.annotations, ...naming.annotations },
      ownerReferences: [controllerReference(owner)],
    } as KubeObject['metadata'],
    spec: { ...template.spec, ...naming.spec },
  };
}
