import type { KubeObject } from '@flux19/objects';
import type { FileTree } from '../files/file-tree.ts';
import { buildFolder } from './build.ts';
import { BuildSession } from './build-session.ts';
import { FileCache } from './file-cache.ts';
import { Snapshots } from './snapshots.ts';

/** A folder fetched for a remote resource such as `https://example.com/org/repo//overlay?ref=v1`. */
export interface RemoteFolder {
  readonly files: FileTree;
  /** The folder of the kustomization inside `files`. */
  readonly path: string;
}

/** Brings remote bases; the engine itself never touches a network. Synchronous: fetch before the build, then answer from what was fetched. */
export interface RemoteLoader {
  /** The folder for the URL as written; undefined when it was not fetched. */
  load(url: string): RemoteFolder | undefined;
}

export interface KustomizeEngineOptions {
  readonly files: FileTree;
  /** `root` (default): files must lie inside the folder of their kustomization. `none`: anywhere in the tree. */
  readonly loadRestrictions?: 'root' | 'none' | undefined;
  /** Without it remote resources are refused. */
  readonly remote?: RemoteLoader | undefined;
  /**
   * Keep the built-in schemas beside those of `openapi`, as Flux does; default false: as the kustomize command, which keeps them only
   * when resources of other kinds were read before.
   */
  readonly keepBuiltinSchemas?: boolean | undefined;
}

export interface BuildOptions {
  /** A kustomization to use instead of the file of the folder, as text or object. */
  readonly kustomization?: string | Readonly<Record<string, unknown>> | undefined;
  /** Order when the kustomization has no `sortOptions`: `legacy` sorts by kind (default, as the CLI does), `none` keeps the order of the files. */
  readonly reorder?: 'none' | 'legacy' | undefined;
  /** Set the label `app.kubernetes.io/managed-by`, as `buildMetadata: [managedByLabel]` does. */
  readonly managedByLabel?: boolean | undefined;
  /** Version in the label of `buildMetadata: [managedByLabel]`; default that of the kustomize this engine equals. */
  readonly provenance?: string | undefined;
}

/** Where a resource was written. Generated resources name the kustomization that asked for them. */
export interface ResourceOrigin {
  readonly file: string;
  /** 1-based line of the first content. */
  readonly line: number;
}

export interface BuildResult {
  /** In output order. Plain values shared with the caches of the engine: copy before changing. */
  readonly resources: readonly KubeObject[];
  /** One for each resource; undefined when unknown. */
  readonly origins: readonly (ResourceOrigin | undefined)[];
  /** What `kustomize build` prints, byte for byte. */
  toYaml(): string;
  /** Texts by the file names that `kustomize build -o FOLDER` writes them to. */
  toFiles(): ReadonlyMap<string, string>;
  /** Texts that kustomize would write to standard error, such as notes on deprecated fields. */
  readonly warnings: readonly string[];
}

/** Builds folders of one tree. Keeps parsed files and built bases, so that the next build only does what changed. */
export interface KustomizeEngine {
  /** Throws KustomizeError. */
  build(path: string, options?: BuildOptions): BuildResult;
}

export function createKustomizeEngine(options: KustomizeEngineOptions): KustomizeEngine {
  const cache = new FileCache();
  const snapshots = new Snapshots(cache);
  const { files, loadRestrictions = 'root', remote, keepBuiltinSchemas = false } = options;
  return {
    build(path, buildOptions = {}) {
      cache.startBuild();
      snapshots.startBuild();
      const session = new BuildSession(cache, snapshots, { files, restrictions: loadRestrictions, remote });
      session.builtinUses = keepBuiltinSchemas ? 1 : 0;
      return buildFolder(session, path, buildOptions);
    },
  };
}
