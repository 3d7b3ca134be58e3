import type { ServedResource, Target } from './served-resource.ts';

/** An API group as discovery lists it. */
export interface ServedGroup {
  /** Empty for the core group. */
  readonly group: string;
  /** Most preferred first. */
  readonly versions: readonly string[];
}

/** Which resources the server serves: those of Kubernetes itself and those that CustomResourceDefinitions add. */
export class Catalogue {
  /** By group and plural: `apps/deployments`. */
  readonly #resources = new Map<string, ServedResource>();
  #builtinGroups: readonly ServedGroup[];
  /** Counts changes, so that what is derived from the catalogue knows when to be made anew. */
  #generation = 0;

  constructor(resources: readonly ServedResource[], groups: readonly ServedGroup[]) {
    this.#builtinGroups = groups;
    for (const resource of resources) this.#resources.set(resourceKey(resource.group, resource.plural), resource);
  }

  get generation(): number {
    return this.#generation;
  }

  /** The resource behind a path; undefined when it is not served. */
  find(group: string, version: string, plural: string): Target | undefined {
    const resource = this.#resources.get(resourceKey(group, plural));
    const served = resource?.versions.get(version);
    return resource === undefined || served === undefined ? undefined : { resource, version: served };
  }

  resource(group: string, plural: string): ServedResource | undefined {
    return this.#resources.get(resourceKey(group, plural));
  }

  /** Every resource, in the order in which discovery lists them. */
  resources(): readonly ServedResource[] {
    return [...this.#resources.values()];
  }

  /** Every group, the core group first, those of custom resources last and in the order of their names. */
  groups(): readonly ServedGroup[] {
    const known = new Set(this.#builtinGroups.map(({ group }) => group));
    const added = new Map<string, Set<string>>();
    for (const resource of this.#resources.values()) {
      if (known.has(resource.group)) continue;
      const versions = added.get(resource.group) ?? new Set();
      for (const version of resource.versions.keys()) versions.add(version);
      if (versions.size > 0) added.set(resource.group, versions);
    }
    const custom = [...added].map(([group, versions]) => ({ group, versions: [...versions].sort(compareVersions) }));
    return [...this.#builtinGroups, ...custom.sort((a, b) => (a.group < b.group ? -1 : 1))];
  }

  /** Whether a group is one that Kubernetes has by itself. */
  isBuiltinGroup(name: string): boolean {
    return this.#builtinGroups.some(({ group }) => group === name);
  }

  /** Serves a resource from now on, or serves it differently. */
  add(resource: ServedResource): void {
    this.#resources.set(resourceKey(resource.group, resource.plural), resource);
    this.#generation += 1;
  }

  remove(group: string, plural: string): void {
    if (this.#resources.delete(resourceKey(group, plural))) this.#generation += 1;
  }
}

/** The name under which a resource's objects are stored, and found. */
export function resourceKey(group: string, plural: string): string {
  return `${group}/${plural}`;
}

const versionForm = /^v(\d+)(?:(alpha|beta)(\d+))?$/;
const stages: Readonly<Record<string, number>> = { alpha: 0, beta: 1 };

/** Orders versions as Kubernetes prefers them: v2, v1, v1beta2, v1beta1, v1alpha1, then others by name. */
export function compareVersions(left: string, right: string): number {
  const a = versionForm.exec(left);
  const b = versionForm.exec(right);
  if (a === null || b === null) return a === b ? (left < right ? -1 : 1) : a === null ? 1 : -1;
  return stageOf(b) - stageOf(a) || Number(b[1]) - Number(a[1]) || Number(b[3] ?? 0) - Number(a[3] ?? 0);
}

function stageOf(parts: RegExpExecArray): number {
  return parts[2] === undefined ? 2 : (stages[parts[2]] ?? 2);
}
