import { type FileTree, generateKustomization, KustomizeError } from '@flux19/kustomize';

/** The kustomization of a folder as it is written; undefined when there is none, or one that cannot be read: the build tells. */
export function readFolder(tree: FileTree, path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const { kustomization, file } = generateKustomization(tree, path);
    return file === undefined ? undefined : kustomization;
  } catch (thrown) {
    if (thrown instanceof KustomizeError) return undefined;
    throw thrown;
  }
}
