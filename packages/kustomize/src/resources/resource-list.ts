import { KustomizeError } from '../engine/kustomize-error.ts';
import { idKey, idText, type ResourceId } from '../identity/gvk.ts';
import type { Resource } from './resource.ts';

/** The resources of a build in order; no two have the same id. */
export class ResourceList {
  private list: Resource[] = [];
  /** Resources by each id they have or had; undefined when it must be made anew. */
  private byAnyId: Map<string, Resource[]> | undefined;
  private byId: Map<string, Resource> | undefined;

  constructor(resources: readonly Resource[] = []) {
    this.appendAll(resources);
  }

  get resources(): readonly Resource[] {
    return this.list;
  }

  get size(): number {
    return this.list.length;
  }

  append(resource: Resource): void {
    this.appendAll([resource]);
  }

  /** Throws when an id is taken. */
  appendAll(resources: readonly Resource[]): void {
    const ids = this.currentIds();
    for (const resource of resources) {
      const key = idKey(resource.id);
      if (ids.has(key)) throw taken(resource);
      ids.set(key, resource);
      this.list.push(resource);
    }
    if (resources.length > 0) this.byAnyId = undefined;
  }

  /** Tells that ids of resources changed. */
  idsChanged(): void {
    this.byAnyId = undefined;
    this.byId = undefined;
  }

  /** Takes another list of resources without looking at ids. */
  replaceAll(resources: readonly Resource[]): void {
    this.list = [...resources];
    this.idsChanged();
  }

  replace(old: Resource, resource: Resource): void {
    this.list[this.list.indexOf(old)] = resource;
    this.idsChanged();
  }

  dropEmpty(): void {
    if (this.list.some((resource) => resource.isEmpty))
      this.replaceAll(this.list.filter((resource) => !resource.isEmpty));
  }

  /** Throws when two resources have the same id now. */
  checkIds(): void {
    this.idsChanged();
    const seen = new Set<string>();
    for (const resource of this.list) {
      const key = idKey(resource.id);
      if (seen.has(key)) throw taken(resource);
      seen.add(key);
    }
  }

  /** Resources that have or had the id. */
  withAnyId(id: ResourceId): readonly Resource[] {
    this.byAnyId ??= indexAnyId(this.list);
    return this.byAnyId.get(idKey(id)) ?? [];
  }

  /** The only resource that has or had the id. Throws when there is none or more than one. */
  target(id: ResourceId): Resource {
    const found = this.withAnyId(id);
    const [first] = found;
    if (first !== undefined && found.length === 1) return first;
    const what = found.length > 1 ? 'multiple matches' : 'no matches';
    const text = idText(id);
    throw new KustomizeError(`${what} for Id ${text}; failed to find unique target for patch ${text}`, {
      reason: found.length > 1 ? 'PatchTargetAmbiguous' : 'PatchTargetMissing',
    });
  }

  private currentIds(): Map<string, Resource> {
    this.byId ??= new Map(this.list.map((resource) => [idKey(resource.id), resource]));
    return this.byId;
  }
}

function taken(resource: Resource): KustomizeError {
  return new KustomizeError(`may not add resource with an already registered id: ${idText(resource.id)}`, {
    reason: 'DuplicateResource',
    file: resource.file,
    line: resource.line === 0 ? undefined : resource.line,
  });
}

function indexAnyId(list: readonly Resource[]): Map<string, Resource[]> {
  const index = new Map<string, Resource[]>();
  for (const resource of list) {
    if (resource.isEmpty) continue;
    const keys = new Set([...resource.previousIds, resource.id].map(idKey));
    for (const key of keys) {
      const found = index.get(key);
      if (found === undefined) index.set(key, [resource]);
      else found.push(resource);
    }
  }
  return index;
}
