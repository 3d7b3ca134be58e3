import type { KubeObject, ObjectMeta, OwnerReference } from '@flux19/objects';

/** What the garbage collector remembers of an object. */
export interface OwnedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string;
  readonly owners: readonly OwnerReference[];
  readonly finalizers: readonly string[];
  readonly isDeleting: boolean;
}

/** The objects of the cluster and who owns them. Holds identities only. */
export class OwnershipGraph {
  readonly #objects = new Map<string, OwnedObject>();
  readonly #dependents = new Map<string, Set<string>>();

  set(object: KubeObject): OwnedObject {
    const node = remember(object);
    this.#unlink(node.uid);
    this.#objects.set(node.uid, node);
    for (const owner of node.owners) {
      const dependents = this.#dependents.get(owner.uid) ?? new Set<string>();
      this.#dependents.set(owner.uid, dependents.add(node.uid));
    }
    return node;
  }

  delete(uid: string): void {
    this.#unlink(uid);
    this.#objects.delete(uid);
  }

  get(uid: string): OwnedObject | undefined {
    return this.#objects.get(uid);
  }

  /** Objects that name the given uid among their owners. */
  dependents(uid: string): readonly OwnedObject[] {
    const uids = [...(this.#dependents.get(uid) ?? [])];
    return uids.flatMap((dependent) => this.#objects.get(dependent) ?? []);
  }

  #unlink(uid: string): void {
    for (const owner of this.#objects.get(uid)?.owners ?? []) {
      const dependents = this.#dependents.get(owner.uid);
      dependents?.delete(uid);
      if (dependents?.size === 0) this.#dependents.delete(owner.uid);
    }
  }
}

function remember(object: KubeObject): OwnedObject {
  const metadata: ObjectMeta = object.metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid ?? '',
    owners: metadata.ownerReferences ?? [],
    finalizers: metadata.finalizers ?? [],
    isDeleting: metadata.deletionTimestamp !== undefined,
  };
}
