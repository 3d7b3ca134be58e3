import type { CacheChange, ObjectCache } from '@flux19/kube';
import { type KubeObject, labelSelectorFromObject, matchesLabels } from '@flux19/objects';
import type { ControlledKind } from './controlled-kinds.ts';

/** The current objects of the cluster, as its controllers see them. The objects are shared: never change one. */
export class ClusterView {
  readonly #caches: ReadonlyMap<ControlledKind, ObjectCache>;
  readonly #controlled = new Map<string, Map<string, KubeObject>>();
  /** Objects that nobody controls, by kind and namespace. */
  readonly #orphans = new Map<string, Map<string, KubeObject>>();

  constructor(caches: ReadonlyMap<ControlledKind, ObjectCache>) {
    this.#caches = caches;
    for (const [kind, cache] of caches) cache.onChange((change) => this.#index(kind, change));
  }

  get(kind: ControlledKind, namespace: string, name: string): KubeObject | undefined {
    return this.#cache(kind).get(namespace, name);
  }

  list(kind: ControlledKind, namespace?: string): readonly KubeObject[] {
    return this.#cache(kind).list(namespace);
  }

  /** Objects of a kind whose controlling owner is the given object. */
  controlledBy(owner: KubeObject, kind: ControlledKind): readonly KubeObject[] {
    const uid = owner.metadata.uid ?? '';
    return [...(this.#controlled.get(`${kind}/${uid}`)?.values() ?? [])];
  }

  /** Objects of a kind that nobody controls and that a selector, in the form that specs carry, would choose. */
  orphans(kind: ControlledKind, namespace: string, selector: object): readonly KubeObject[] {
    const candidates = this.#orphans.get(`${kind}/${namespace}`);
    if (candidates === undefined) return [];
    const parsed = labelSelectorFromObject(selector);
    return [...candidates.values()].filter((object) => matchesLabels(parsed, object.metadata.labels ?? {}));
  }

  /** Objects of a kind in a namespace whose labels match a selector in the form that specs carry. */
  select(kind: ControlledKind, namespace: string, selector: object): readonly KubeObject[] {
    const parsed = labelSelectorFromObject(selector);
    return this.list(kind, namespace).filter((object) => matchesLabels(parsed, object.metadata.labels ?? {}));
  }

  /** Takes over what the API server answered to a write, so that the next plan knows of it before the watch tells. */
  remember(object: KubeObject): void {
    this.#caches.get(object.kind as ControlledKind)?.remember(object);
  }

  #cache(kind: ControlledKind): ObjectCache {
    const cache = this.#caches.get(kind);
    if (cache === undefined) throw new Error(`the controllers of the cluster do not watch ${kind}`);
    return cache;
  }

  #index(kind: ControlledKind, change: CacheChange): void {
    const { object, previous } = change;
    if (previous !== undefined) this.#place(kind, previous, false);
    this.#place(kind, object, change.type !== 'DELETED');
  }

  #place(kind: ControlledKind, object: KubeObject, isPresent: boolean): void {
    const owner = controllerUid(object);
    const index = owner === undefined ? this.#orphans : this.#controlled;
    const key = `${kind}/${owner ?? object.metadata.namespace}`;
    const siblings = index.get(key) ?? new Map<string, KubeObject>();
    if (isPresent) siblings.set(object.metadata.uid ?? '', object);
    else siblings.delete(object.metadata.uid ?? '');
    if (siblings.size === 0) index.delete(key);
    else index.set(key, siblings);
  }
}

function controllerUid(object: KubeObject): string | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true)?.uid;
}
