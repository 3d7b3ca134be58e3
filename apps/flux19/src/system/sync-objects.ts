import { groups } from '@flux19/api';
import type { KubeObject } from '@flux19/objects';

/** What a repository is synchronised from. */
export interface SyncSource {
  /** `http://`, `https://` or `ssh://`. */
  readonly url: string;
  readonly branch: string;
  /** Folder of the cluster inside the repository, such as `clusters/production`. */
  readonly path: string;
  readonly namespace: string;
  /** Go durations. */
  readonly sourceInterval: string;
  readonly kustomizationInterval: string;
  /** Name of the Secret with the credentials for the repository; none for one that anybody may read. */
  readonly secretName?: string;
}

/** Name of the source and the Kustomization that everything else hangs from, as `flux bootstrap` calls them. */
export const rootName = 'flux-system';

/**
 * The GitRepository and the Kustomization that make a cluster follow a repository, as `flux bootstrap` writes them.
 * A bootstrapped repository holds a pair of its own with the same names, for the cluster that it was made for; that pair is left
 * out of the build, so that it does not point this cluster elsewhere.
 */
export function syncObjects(source: SyncSource): readonly KubeObject[] {
  const metadata = { name: rootName, namespace: source.namespace };
  const repository: KubeObject = {
    apiVersion: `${groups.source}/v1`,
    kind: 'GitRepository',
    metadata,
    spec: {
      interval: source.sourceInterval,
      url: source.url,
      ref: { branch: source.branch },
      ...(source.secretName === undefined ? {} : { secretRef: { name: source.secretName } }),
    },
  };
  const kustomization: KubeObject = {
    apiVersion: `${groups.kustomize}/v1`,
    kind: 'Kustomization',
    metadata,
    spec: {
      interval: source.kustomizationInterval,
      path: `./${source.path.replace(/^\.?\/+/, '')}`,
      prune: true,
      sourceRef: { kind: 'GitRepository', name: rootName },
      patches: [without('GitRepository', source.namespace), without('Kustomization', source.namespace)],
    },
  };
  return [repository, kustomization];
}

function without(kind: 'GitRepository' | 'Kustomization', namespace: string) {
  const group = kind === 'GitRepository' ? groups.source : groups.kustomize;
  const patch = `$patch: delete\napiVersion: ${group}/v1\nkind: ${kind}\nmetadata:\n  name: ${rootName}\n  namespace: ${namespace}\n`;
  return { patch, target: { group, kind, name: rootName, namespace } };
}
