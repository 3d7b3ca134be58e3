import { type Kustomization, reasons } from '@flux19/api';
import type { Artifact, ArtifactOpener } from '@flux19/artifacts';
import type { KubeClient } from '@flux19/kube';
import { ReconcileError } from '@flux19/runtime';
import type { KustomizeSettings } from '../settings.ts';
import { type BuiltManifests, ManifestBuilder } from './manifest-builder.ts';
import type { Substitution } from './substitute-object.ts';
import { loadVariables } from './variables.ts';

/** Keeps what was built for each Kustomization, so that a pass in which nothing changed builds nothing. */
export class BuildMemory {
  readonly builder: ManifestBuilder = new ManifestBuilder();
  readonly #built = new Map<string, { readonly key: string; readonly manifests: BuiltManifests }>();

  get(uid: string, key: string): BuiltManifests | undefined {
    const known = this.#built.get(uid);
    return known?.key === key ? known.manifests : undefined;
  }

  set(uid: string, key: string, manifests: BuiltManifests): void {
    this.#built.set(uid, { key, manifests });
  }

  forget(uid: string): void {
    this.#built.delete(uid);
  }
}

export interface BuildSurroundings {
  readonly client: KubeClient;
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
  const variables = JSON.stringify(substitution === undefined ? null : [...substitution.variables]);
  const key = `${artifact.digest} ${generation} ${variables}`;
  const known = builds.get(uid, key);
  if (known !== undefined) return known;
  const tree = await around.openArtifact(artifact, signal);
  const manifests = builds.builder.build(kustomization, tree, substitution);
  builds.set(uid, key, manifests);
  return manifests;
}

/** Flux substitutes when there is at least one variable, or always when told so. */
async function substitutionOf(
  kustomization: Kustomization,
  { client, settings }: BuildSurroundings,
  signal: AbortSignal,
): Promise<Substitution | undefined> {
  const { postBuild } = kustomization.spec;
  if (postBuild === undefined) return undefined;
  try {
    const variables = await loadVariables(kustomization, ({ kind, name }, namespace) =>
      client.find({ apiVersion: 'v1', kind, namespace, name }, signal),
    );
    const isNeeded = variables.size > 0 || postBuild.substituteStrategy === 'Always';
    return isNeeded ? { variables, strict: settings.strictSubstitutions } : undefined;
  } catch (thrown) {
    signal.throwIfAborted();
    throw ReconcileError.from(thrown, reasons.buildFailed);
  }
}
