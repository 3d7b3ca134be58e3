import { groups } from '@flux19/api';
import type { KubeClient } from '@flux19/kube';
import { objectReference } from '@flux19/objects';
import { statusOf } from '../../kinds/flux-kind.ts';
import { artifactGenerator, externalArtifact } from '../../kinds/source-kinds.ts';
import type { ObjectTree } from './object-tree.ts';

interface Entry {
  readonly name: string;
  readonly namespace: string;
}

/** Reads what a generator has made. */
export async function generatorTree(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  client: KubeClient,
  signal: AbortSignal,
): Promise<ObjectTree> {
  const { apiVersion, kind } = artifactGenerator;
  const generator = await client.get({ apiVersion, kind, namespace, name }, signal);
  const entries = (statusOf(generator)['inventory'] ?? []) as readonly Entry[];
  return {
    object: objectReference(generator),
    children: entries.map((entry) => ({
      object: { group: groups.source, kind: externalArtifact.kind, namespace: entry.namespace, name: entry.name },
      children: [],
    })),
  };
}
