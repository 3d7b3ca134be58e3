import type { KubeObject } from '@flux19/objects';
import { nameOf, type Rendered } from './rendered.ts';

/** What has been rendered of a cluster, by the names under which later Kustomizations ask for it. */
export class RenderedSoFar {
  readonly list: Rendered[] = [];
  readonly #names = new Set<string>();
  /** By `Kind/namespace/name`; of several, the first counts. */
  readonly #objects = new Map<string, KubeObject>();

  add(rendered: Rendered): void {
    this.list.push(rendered);
    this.#names.add(nameOf(rendered.kustomization));
    for (const { object } of rendered.objects) {
      const key = objectKey(object.kind, object.metadata.namespace, object.metadata.name);
      if (!this.#objects.has(key)) this.#objects.set(key, object);
    }
  }

  /** Whether a Kustomization, named `namespace/name`, is done. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  find(kind: string, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#objects.get(objectKey(kind, namespace, name));
  }
}

function objectKey(kind: string, namespace: string | undefined, name: string): string {
  return `${kind}/${namespace}/${name}`;
}
