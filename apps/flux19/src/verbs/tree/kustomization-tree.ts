import type { Kustomization } from '@flux19/api';
import { hasReason, type KubeClient } from '@flux19/kube';
import { type ObjectReference, objectReference, parseInventoryId } from '@flux19/objects';
import { helmRelease, kustomization } from '../../kinds/delivery-kinds.ts';
import { CliError } from '../../program/cli-error.ts';
import type { ObjectTree } from './object-tree.ts';
import { releaseObjects } from './release-objects.ts';

export interface TreeRequest {
  readonly namespace: string;
  readonly name: string;
  /** Only kinds of Flux. */
  readonly isCompact: boolean;
}

/** Reads the inventory of a Kustomization, and those of the Kustomizations and releases in it. */
export async function kustomizationTree(
  request: TreeRequest,
  client: KubeClient,
  signal: AbortSignal,
): Promise<ObjectTree> {
  return await new TreeReader(request.isCompact, client, signal).read(request, new Set());
}

class TreeReader {
  readonly #isCompact: boolean;
  readonly #client: KubeClient;
  readonly #signal: AbortSignal;

  constructor(isCompact: boolean, client: KubeClient, signal: AbortSignal) {
    this.#isCompact = isCompact;
    this.#client = client;
    this.#signal = signal;
  }

  /** `above` holds the Kustomizations on the way down: two that apply each other must not go on for ever. */
  async read({ namespace, name }: Omit<TreeRequest, 'isCompact'>, above: ReadonlySet<string>): Promise<ObjectTree> {
    const { apiVersion, kind } = kustomization;
    const item = (await this.#client.get({ apiVersion, kind, namespace, name }, this.#signal)) as Kustomization;
    const path = new Set([...above, `${namespace}/${name}`]);
    const entries = (item.status?.inventory?.entries ?? []).map(({ id }) => parseInventoryId(id));
    const shown = entries.filter((entry) => this.#isShown(entry) && !isSame(entry, objectReference(item)));
    // A remote cluster holds what its inventory lists; there is nothing to look up in this one.
    const isRemote = item.spec.kubeConfig !== undefined;
    const children: ObjectTree[] = [];
    for (const object of shown) {
      children.push({ object, children: isRemote ? [] : await this.#below(object, path) });
    }
    return { object: objectReference(item), children };
  }

  async #below(object: ObjectReference, path: ReadonlySet<string>): Promise<readonly ObjectTree[]> {
    if (isKind(object, helmRelease.apiVersion, helmRelease.kind)) {
      const objects = await releaseObjects(object, this.#client, this.#signal);
      return objects.filter((entry) => this.#isShown(entry)).map((entry) => ({ object: entry, children: [] }));
    }
    if (!isKind(object, kustomization.apiVersion, kustomization.kind)) return [];
    if (path.has(`${object.namespace}/${object.name}`)) return [];
    try {
      return (await this.read(object, path)).children;
    } catch (cause) {
      if (!hasReason(cause, 'NotFound')) throw cause;
      throw new CliError(`failed to find object: ${cause.message}`, { cause });
    }
  }

  #isShown({ group }: ObjectReference): boolean {
    return !this.#isCompact || group.includes('toolkit.fluxcd.io');
  }
}

function isKind(object: ObjectReference, apiVersion: string, kind: string): boolean {
  return object.kind === kind && apiVersion.startsWith(`${object.group}/`);
}

function isSame(a: ObjectReference, b: ObjectReference): boolean {
  return a.kind === b.kind && a.group === b.group && a.namespace === b.namespace && a.name === b.name;
}
