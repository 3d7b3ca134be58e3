import { setTimeout as wait } from 'node:timers/promises';
import type { KubeClient, ResourceSelector } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { namespace } from './soak-objects.ts';
import type { WriteLedger } from './write-ledger.ts';

/**
 * A copy of a resource by one list and then watches alone: a watch that breaks is resumed where it stood. The server has to know enough of its past
 * for that whatever happens to connections; a position that has expired is a failure.
 */
export class StrictMirror {
  readonly objects: Map<string, KubeObject> = new Map();
  readonly failures: string[] = [];
  resumes = 0;
  readonly #client: KubeClient;
  readonly #resource: ResourceSelector;
  readonly #ledger: WriteLedger;
  #position = '';

  constructor(client: KubeClient, resource: ResourceSelector, ledger: WriteLedger) {
    this.#client = client;
    this.#resource = resource;
    this.#ledger = ledger;
  }

  async begin(signal: AbortSignal): Promise<void> {
    const { items, resourceVersion } = await this.#client.list(this.#resource, { namespace }, signal);
    for (const item of items) this.objects.set(item.metadata.name, item);
    this.#position = resourceVersion;
  }

  /** Follows until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#follow(signal);
      } catch (thrown) {
        if (signal.aborted) return;
        const code = (thrown as { readonly code?: unknown }).code;
        if (code === 410) this.failures.push(`the position ${this.#position} has expired: ${String(thrown)}`);
        await wait(20);
      }
      this.resumes += 1;
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const options = { namespace, resourceVersion: this.#position };
    for await (const event of this.#client.watch(this.#resource, options, signal)) {
      if (event.type === 'BOOKMARK') {
        this.#position = event.resourceVersion;
        continue;
      }
      const { name, resourceVersion = '' } = event.object.metadata;
      this.#ledger.saw(Number(resourceVersion));
      this.#position = resourceVersion;
      if (event.type === 'DELETED') this.objects.delete(name);
      else this.objects.set(name, event.object);
    }
  }
}
