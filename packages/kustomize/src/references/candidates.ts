import { KustomizeError } from '../engine/kustomize-error.ts';
import { effectiveNamespace, idText } from '../identity/gvk.ts';
import type { Resource } from '../resources/resource.ts';
import { isFields } from '../values/value.ts';

/** Renamed resources, found by the names they had. */
export class Candidates {
  private readonly byOldName = new Map<string, Resource[]>();
  private readonly all: readonly Resource[];

  constructor(resources: readonly Resource[]) {
    this.all = resources;
    for (const resource of resources) {
      for (const name of new Set(resource.previous.map((previous) => previous.name))) {
        const list = this.byOldName.get(name);
        if (list === undefined) this.byOldName.set(name, [resource]);
        else list.push(resource);
      }
    }
  }

  /** Resources that had the name and that the referrer can see. */
  named(name: string, referrer: Resource): readonly Resource[] {
    const found = this.byOldName.get(name);
    if (found === undefined) return [];
    const id = referrer.id;
    if (id.isClusterScoped) return found;
    const namespace = effectiveNamespace(id);
    const granted = accountNamespaces(referrer);
    return found.filter((other) => {
      const otherId = other.id;
      return otherId.isClusterScoped || effectiveNamespace(otherId) === namespace || granted.has(other.namespace);
    });
  }

  /** Those of a list that lived in the namespace; when nothing at all lived there, those that live there now. */
  inNamespace(list: readonly Resource[], namespace: string, referrer: Resource): readonly Resource[] {
    const before = (other: Resource) =>
      effectiveNamespace(other.originalId) === namespace && !other.originalId.isClusterScoped;
    const found = list.filter(before);
    if (found.length > 0 || this.visible(referrer).some(before)) return found;
    return list.filter((other) => effectiveNamespace(other.id) === namespace && !other.id.isClusterScoped);
  }

  private visible(referrer: Resource): readonly Resource[] {
    const id = referrer.id;
    if (id.isClusterScoped) return this.all;
    const namespace = effectiveNamespace(id);
    const granted = accountNamespaces(referrer);
    return this.all.filter((other) => {
      const otherId = other.id;
      return otherId.isClusterScoped || effectiveNamespace(otherId) === namespace || granted.has(other.namespace);
    });
  }
}

/** A role binding may name service accounts of other namespaces. */
export function accountNamespaces(referrer: Resource): ReadonlySet<string> {
  const subjects = referrer.kind === 'RoleBinding' ? referrer.value?.['subjects'] : undefined;
  if (!Array.isArray(subjects)) return none;
  const result = new Set<string>();
  for (const subject of subjects) {
    if (!isFields(subject) || subject['kind'] !== 'ServiceAccount' || subject['namespace'] === undefined) continue;
    const { namespace } = subject;
    if (typeof namespace !== 'string') {
      throw new KustomizeError(
        `Invalid Input: namespace is blank for resource ${JSON.stringify(idText(referrer.id))}\n`,
        {
          reason: 'InvalidReference',
          file: referrer.file,
          line: referrer.line || undefined,
          field: 'subjects.namespace',
        },
      );
    }
    result.add(namespace);
  }
  return result;
}

const none: ReadonlySet<string> = new Set();
