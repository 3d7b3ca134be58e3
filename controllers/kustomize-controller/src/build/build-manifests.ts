import { type Kustomization, reasons } from '@flux19/api';
import type { Artifact, ArtifactOpener } from '@flux19/artifacts';
import type { CloudTokens } from '@flux19/cloud-identity';
import type { KubeClient } from '@flux19/kube';
import { type BuildResult, type FileTree, KustomizeError } from '@flux19/kustomize';
import type { KubeObject } from '@flux19/objects';
import { ReconcileError } from '@flux19/runtime';
import type { Keyring } from '@flux19/sops';
import { ObjectDecryptor } from '../decrypt/decrypt-objects.ts';
import { decryptSources } from '../decrypt/decrypt-sources.ts';
import { type LoadedKeyring, loadKeyring } from '../decrypt/load-keyring.ts';
import type { Redactor } from '../decrypt/redactor.ts';
import { type CollectedBases, collectBases } from '../remote/collect-bases.ts';
import type { RemoteBases } from '../remote/remote-bases.ts';
import type { KustomizeSettings } from '../settings.ts';
import { type BuildPlan, type BuiltManifests, ManifestBuilder } from './manifest-builder.ts';
import type { Substitution } from './substitute-object.ts';
import { loadVariables } from './variables.ts';

/** The latest build of a Kustomization. */
interface RememberedBuild {
  /** All that decided about it. */
  readonly key: string;
  readonly manifests: BuiltManifests;
  /** Knows what was decrypted. */
  readonly redactor: Redactor;
  /** Undefined when nothing came from elsewhere. */
  readonly bases: KnownBases | undefined;
}

/** Remote bases that went into a build, and where the way to them begins. */
interface KnownBases {
  readonly root: {
    readonly tree: FileTree;
    readonly path: string;
    readonly kustomization: Readonly<Record<string, unknown>>;
  };
  readonly version: string;
}

/** Keeps what was built for each Kustomization, so that a pass in which nothing changed builds nothing. */
export class BuildMemory {
  readonly builder: ManifestBuilder = new ManifestBuilder();
  readonly #built = new Map<string, RememberedBuild>();

  get(uid: string, key: string): RememberedBuild | undefined {
    const known = this.#built.get(uid);
    return known?.key === key ? known : undefined;
  }

  set(uid: string, build: RememberedBuild): void {
    this.#built.set(uid, build);
  }

  forget(kustomization: Kustomization): void {
    this.#built.delete(kustomization.metadata.uid ?? '');
    this.builder.forget(kustomization);
  }
}

export interface BuildSurroundings {
  readonly client: KubeClient;
  /** Learns what must not be shown. */
  readonly redactor: Redactor;
  /** Signs in to servers that keep keys. */
  readonly cloudTokens?: ((proxyUrl?: string) => CloudTokens) | undefined;
  /** Fetches remote bases; without it they are refused. */
  readonly bases?: RemoteBases | undefined;
  readonly artifact: Artifact;
  readonly openArtifact: ArtifactOpener;
  readonly builds: BuildMemory;
  readonly settings: KustomizeSettings;
}

/**
 * The objects of a Kustomization at the revision of the artifact. Throws ReconcileError (ArtifactFailed, BuildFailed) or
 * ArtifactError.
 */
export async function buildManifests(
  kustomization: Kustomization,
  around: BuildSurroundings,
  signal: AbortSignal,
): Promise<BuiltManifests> {
  const { artifact, builds } = around;
  const { uid = '', generation } = kustomization.metadata;
  const substitution = await substitutionOf(kustomization, around, signal);
  const keys = await keysOf(kustomization, around, signal);
  const variables = JSON.stringify(substitution === undefined ? null : [...substitution.variables]);
  const key = `${artifact.digest} ${generation} ${keys?.version} ${variables}`;
  const known = builds.get(uid, key);
  if (known !== undefined && (await isStillSo(known, around, signal))) {
    around.redactor.addAll(known.redactor);
    return known.manifests;
  }
  const tree = await around.openArtifact(artifact, signal);
  const build = { kustomization, tree, substitution, keyring: keys?.keyring, around };
  const { manifests, bases } = await buildTree(build, signal);
  builds.set(uid, { key, manifests, redactor: around.redactor, bases });
  return manifests;
}

/** Remote bases may have moved since. */
async function isStillSo({ bases }: RememberedBuild, around: BuildSurroundings, signal: AbortSignal): Promise<boolean> {
  if (bases === undefined) return true;
  const { version } = await collect(bases.root, around, signal);
  return version === bases.version;
}

interface Build {
  readonly kustomization: Kustomization;
  readonly tree: FileTree;
  readonly substitution: Substitution | undefined;
  /** Undefined when nothing is to be decrypted. */
  readonly keyring: Keyring | undefined;
  readonly around: BuildSurroundings;
}

/** Flux decrypts sources of generators and patches before the build, and objects after it, before variables are substituted. */
async function buildTree(
  { kustomization, tree, substitution, keyring, around }: Build,
  signal: AbortSignal,
): Promise<{ readonly manifests: BuiltManifests; readonly bases: KnownBases | undefined }> {
  const { redactor, builds } = around;
  const plan = builds.builder.plan(kustomization, tree);
  try {
    const plainTree =
      keyring === undefined
        ? tree
        : await decryptSources(plan.kustomization, plan.path, { tree, keyring, redactor }, signal);
    const { result, bases } = await run(plan, plainTree, around, signal);
    const { resources, origins } = result;
    const objects =
      keyring === undefined
        ? resources
        : await decryptAll(resources, new ObjectDecryptor({ keyring, redactor }), signal);
    return { manifests: builds.builder.finish({ objects, origins }, substitution), bases };
  } catch (thrown) {
    signal.throwIfAborted();
    throw ReconcileError.from(thrown, reasons.buildFailed);
  }
}

async function decryptAll(
  resources: readonly KubeObject[],
  decryptor: ObjectDecryptor,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const objects: KubeObject[] = [];
  for (const object of resources) objects.push(await decryptor.decrypt(object, signal));
  return objects;
}

/** Most builds have no remote bases: they are looked for only when the engine asks for one. */
async function run(
  plan: BuildPlan,
  tree: FileTree,
  around: BuildSurroundings,
  signal: AbortSignal,
): Promise<{ readonly result: BuildResult; readonly bases: KnownBases | undefined }> {
  const { builder } = around.builds;
  try {
    return { result: builder.run(plan, tree), bases: undefined };
  } catch (thrown) {
    if (around.bases === undefined || around.settings.noRemoteBases || !wantsRemote(thrown)) throw thrown;
  }
  const root = { tree, path: plan.path, kustomization: plan.kustomization };
  const { folders, version } = await collect(root, around, signal);
  return { result: builder.run(plan, tree, folders), bases: { root, version } };
}

function wantsRemote(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error instanceof KustomizeError && error.reason === 'RemoteNotAllowed') return true;
  }
  return false;
}

async function collect(
  root: KnownBases['root'],
  { bases }: BuildSurroundings,
  signal: AbortSignal,
): Promise<CollectedBases> {
  if (bases === undefined) return { folders: new Map(), version: '' };
  try {
    return await collectBases(root, bases, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    throw baseFailure(thrown);
  }
}

function baseFailure(thrown: unknown): ReconcileError {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new ReconcileError(reasons.buildFailed, `kustomize build failed: ${why}`, { cause: thrown });
}

async function keysOf(
  kustomization: Kustomization,
  around: BuildSurroundings,
  signal: AbortSignal,
): Promise<LoadedKeyring | undefined> {
  if (kustomization.spec.decryption === undefined) return undefined;
  try {
    return await loadKeyring(kustomization, around, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    throw ReconcileError.from(thrown, reasons.buildFailed);
  }
}

/** Flux substitutes when there is at least one variable, or always when told so. */
async function substitutionOf(
  kustomization: Kustomization,
  { client, settings, redactor }: BuildSurroundings,
  signal: AbortSignal,
): Promise<Substitution | undefined> {
  const { postBuild } = kustomization.spec;
  if (postBuild === undefined) return undefined;
  try {
    const variables = await loadVariables(kustomization, async ({ kind, name }, namespace) => {
      const found = await client.find({ apiVersion: 'v1', kind, namespace, name }, signal);
      if (kind === 'Secret' && found !== undefined) addValues(found, redactor);
      return found;
    });
    const isNeeded = variables.size > 0 || postBuild.substituteStrategy === 'Always';
    return isNeeded ? { variables, strict: settings.strictSubstitutions } : undefined;
  } catch (thrown) {
    signal.throwIfAborted();
    throw ReconcileError.from(thrown, reasons.buildFailed);
  }
}

/** What a manifest is given from a Secret shall not come back in an error about that manifest. */
function addValues(secret: KubeObject, redactor: Redactor): void {
  const data = (secret['data'] ?? {}) as Readonly<Record<string, string>>;
  for (const value of Object.values(data)) redactor.add(Buffer.from(value, 'base64').toString());
}
