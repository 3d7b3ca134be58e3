import { createHash } from 'node:crypto';
import { type Kustomization, reasons, type SourceReference } from '@flux19/api';
import {
  type BuildResult,
  createKustomizeEngine,
  type FileTree,
  generateKustomization,
  type KustomizeEngine,
  KustomizeError,
  mergeKustomizationSpec,
  type RemoteFolder,
  type ResourceOrigin,
} from '@flux19/kustomize';
import type { KubeObject } from '@flux19/objects';
import { ReconcileError } from '@flux19/runtime';
import { printDocuments } from '@flux19/yaml';
import { type Substitution, substituteObject } from './substitute-object.ts';

/** What a Kustomization's folder came to. */
export interface BuiltManifests {
  readonly objects: readonly KubeObject[];
  /** Where each object was written, in the order of the objects; undefined when unknown. */
  readonly origins: readonly (ResourceOrigin | undefined)[];
  /** `sha256:<hex>` of the objects as YAML. */
  readonly digest: string;
}

/** A kustomization that is ready to be built. */
export interface BuildPlan {
  /** Absolute in the tree. */
  readonly path: string;
  readonly kustomization: Readonly<Record<string, unknown>>;
  /** Which engine has read the files before. */
  readonly engine: string;
}

/** Remote bases by their addresses as written. */
export type RemoteFolders = ReadonlyMap<string, RemoteFolder>;

/** Files of a source that change as a whole, with the engine that has read them before. */
interface SourceEngine {
  tree: FileTree;
  remote: RemoteFolders;
  readonly engine: KustomizeEngine;
}

/** Builds the folders of artifacts. Keeps an engine per source, so that a new revision costs only what it changed. */
export class ManifestBuilder {
  readonly #engines = new Map<string, SourceEngine>();

  /** Throws ReconcileError with the reasons ArtifactFailed or BuildFailed. */
  build(kustomization: Kustomization, tree: FileTree, substitution: Substitution | undefined): BuiltManifests {
    const plan = this.plan(kustomization, tree);
    const { resources, origins } = this.run(plan, tree);
    return this.finish({ objects: resources, origins }, substitution);
  }

  /** What to build where: the kustomization of the folder, found or made up, with the spec merged over it. Throws ReconcileError. */
  plan(kustomization: Kustomization, tree: FileTree): BuildPlan {
    const { spec, metadata } = kustomization;
    const path = joinInside(spec.path ?? '');
    if (!tree.isDirectory(path)) {
      const message = `kustomization path not found: stat ${path}: no such file or directory`;
      throw new ReconcileError(reasons.artifactFailed, message);
    }
    try {
      const generated = generateKustomization(tree, path);
      const { commonMetadata: _, ...shaping } = spec;
      const merged = mergeKustomizationSpec(generated.kustomization, shaping as never, (folder) =>
        tree.isDirectory(joinInside(`${path}/${folder}`)),
      );
      return {
        path,
        kustomization: merged,
        engine: engineKey(kustomization, spec.sourceRef, metadata.namespace ?? ''),
      };
    } catch (thrown) {
      throw buildFailure(thrown);
    }
  }

  /** Builds a plan from a tree. Throws ReconcileError. */
  run({ path, kustomization, engine: key }: BuildPlan, tree: FileTree, remote: RemoteFolders = new Map()): BuildResult {
    try {
      const source = this.#engineOf(key, tree);
      source.remote = remote;
      return source.engine.build(path, { kustomization, reorder: 'none' });
    } catch (thrown) {
      throw buildFailure(thrown);
    }
  }

  /** Checks objects and substitutes variables. Throws ReconcileError. */
  finish(built: Omit<BuiltManifests, 'digest'>, substitution: Substitution | undefined): BuiltManifests {
    try {
      return finish(built, substitution);
    } catch (thrown) {
      throw buildFailure(thrown);
    }
  }

  /** Lets go of what was read for a Kustomization alone, plain texts of encrypted files among it. */
  forget(kustomization: Kustomization): void {
    const { spec, metadata } = kustomization;
    if (spec.decryption === undefined) return;
    this.#engines.delete(engineKey(kustomization, spec.sourceRef, metadata.namespace ?? ''));
  }

  #engineOf(key: string, tree: FileTree): SourceEngine {
    const known = this.#engines.get(key);
    if (known !== undefined) {
      known.tree = tree;
      return known;
    }
    const files: FileTree = {
      readFile: (path) => source.tree.readFile(path),
      isDirectory: (path) => source.tree.isDirectory(path),
      list: (path) => source.tree.list(path),
      resolve: (path) => source.tree.resolve(path),
      version: (path) => source.tree.version?.(path),
    };
    const remote = { load: (url: string) => source.remote.get(url) };
    const engine = createKustomizeEngine({ files, loadRestrictions: 'none', remote });
    const source: SourceEngine = { tree, remote: new Map(), engine };
    this.#engines.set(key, source);
    return source;
  }
}

/** Kustomizations of a source share what was read of it, but for those that decrypt it. */
function engineKey(own: Kustomization, { kind, name, namespace }: SourceReference, ownNamespace: string): string {
  const source = `${kind}/${namespace ?? ownNamespace}/${name}`;
  return own.spec.decryption === undefined ? source : `${source} for ${ownNamespace}/${own.metadata.name}`;
}

/** A path of the spec as an absolute path of the tree; `..` cannot lead out of its root. */
function joinInside(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}

function finish(
  { objects: built, origins }: Omit<BuiltManifests, 'digest'>,
  substitution: Substitution | undefined,
): BuiltManifests {
  const objects = built.map((object) => {
    checkIdentity(object);
    return substitution === undefined ? object : substituted(object, substitution);
  });
  const digest = createHash('sha256')
    .update(printDocuments(objects as never))
    .digest('hex');
  return { objects, origins, digest: `sha256:${digest}` };
}

function checkIdentity(object: KubeObject): void {
  if (object.apiVersion && object.kind && object.metadata?.name) return;
  // Values of Secrets do not belong into messages.
  const { data: _data, stringData: _stringData, ...shown } = object;
  const text = printDocuments([shown as never]).slice(0, 500);
  throw new Error(`failed to decode Kubernetes apiVersion, kind and name from: ${text}`);
}

function substituted(object: KubeObject, substitution: Substitution): KubeObject {
  try {
    return substituteObject(object, substitution);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    const name = `${groupVersionKindText(object)}/${object.metadata.name}`;
    const message = `post build failed for '${name}': envsubst error: variable substitution failed: ${why}`;
    throw new Error(message, { cause: thrown });
  }
}

/** As kustomize prints a kind: `Deployment.v1.apps`, `ConfigMap.v1.[noGrp]`. */
function groupVersionKindText({ apiVersion, kind }: KubeObject): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['[noGrp]', apiVersion];
  return `${kind}.${version}.${group}`;
}

function buildFailure(thrown: unknown): ReconcileError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (!(thrown instanceof KustomizeError)) return new ReconcileError(reasons.buildFailed, message, { cause: thrown });
  const place = thrown.place === '' || message.includes(thrown.place) ? '' : ` (${thrown.place})`;
  return new ReconcileError(reasons.buildFailed, `kustomize build failed: ${message}${place}`, { cause: thrown });
}
