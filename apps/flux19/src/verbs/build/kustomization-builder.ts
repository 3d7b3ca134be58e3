import { realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { Kustomization } from '@flux19/api';
import { ownerLabels, withMetadata } from '@flux19/apply';
import type { KubeClient } from '@flux19/kube';
import { diskTree, KustomizeError } from '@flux19/kustomize';
import { loadVariables, ManifestBuilder, ownerOf, type Substitution } from '@flux19/kustomize-controller';
import type { KubeObject } from '@flux19/objects';
import { CliError } from '../../program/cli-error.ts';
import { enclosingRepository } from '../../program/enclosing-repository.ts';
import { findKustomization, isKustomization, type KustomizationTarget } from './find-kustomization.ts';
import { localTree } from './local-tree.ts';
import { maskSops } from './mask-sops.ts';

/** A folder of this machine to build as the cluster would. */
export interface LocalKustomization extends KustomizationTarget {
  /** Absolute path. */
  readonly folder: string;
}

/** A Kustomization and what its folder comes to: with owner labels and common metadata, values of SOPS masked. */
export interface BuiltKustomization {
  readonly kustomization: Kustomization;
  readonly objects: readonly KubeObject[];
}

export interface BuilderOptions {
  /** Absent for a dry run: no cluster is asked, variables of ConfigMaps and Secrets stay away. */
  readonly client: KubeClient | undefined;
  readonly ignorePaths: readonly string[];
  readonly isStrict: boolean;
  /** Folders by `Kind/namespace/name`. */
  readonly localSources: ReadonlyMap<string, string>;
  readonly isMissingAllowed: boolean;
  /** Folder that the folders of the sources begin at. */
  readonly workingFolder: string;
}

/** Builds Kustomizations of Flux from folders of this machine. Writes nothing to the disk. */
export class KustomizationBuilder {
  readonly #options: BuilderOptions;

  constructor(options: BuilderOptions) {
    this.#options = options;
  }

  /** Throws CliError. */
  async build(target: LocalKustomization, signal: AbortSignal): Promise<BuiltKustomization> {
    const kustomization = await findKustomization(target, this.#options, signal);
    const substitution = await this.#substitution(kustomization, signal);
    const labels = ownerLabels(ownerOf(kustomization));
    const { labels: commonLabels, annotations } = kustomization.spec.commonMetadata ?? {};
    const objects = this.#buildFolder(kustomization, target.folder, substitution).map((object) =>
      withMetadata(maskSops(object), { ...labels, ...commonLabels }, annotations ?? {}),
    );
    return { kustomization, objects };
  }

  /** The objects of a Kustomization, then those of every Kustomization among them, and so on. Throws CliError. */
  async buildAll(target: LocalKustomization, signal: AbortSignal): Promise<readonly KubeObject[]> {
    const { kustomization, objects } = await this.build(target, signal);
    const all = [...objects];
    for (const object of objects) {
      if (!isKustomization(object) || isSame(object, kustomization)) continue;
      all.push(...(await this.buildAll(this.localTarget(object as Kustomization), signal)));
    }
    return all;
  }

  /** A Kustomization that another one applies, with the folder that was named for its source. Throws CliError. */
  localTarget(kustomization: Kustomization): LocalKustomization {
    const { metadata, spec } = kustomization;
    const { name, namespace = '' } = metadata;
    const source = [spec.sourceRef.kind, spec.sourceRef.namespace ?? namespace, spec.sourceRef.name]
      .filter((part) => part !== '')
      .join('/');
    const folder = this.#options.localSources.get(source);
    if (folder === undefined) {
      throw new CliError(`cannot get local path for ${source} of kustomization ${name}`, {
        hints: [`name its folder: --local-sources ${source}=<folder>`],
      });
    }
    const root = resolve(this.#options.workingFolder, folder);
    return { name, namespace, given: kustomization, folder: resolve(root, `./${spec.path ?? ''}`) };
  }

  #buildFolder(kustomization: Kustomization, folder: string, substitution: Substitution | undefined) {
    const real = realFolder(folder);
    const root = enclosingRepository(real);
    const path = `/${relative(root, real).split(sep).join('/')}`;
    const moved = { ...kustomization, spec: { ...kustomization.spec, path } };
    try {
      const files = localTree(diskTree(root), path, this.#options.ignorePaths);
      return new ManifestBuilder().build(moved, files, substitution).objects;
    } catch (cause) {
      if (cause instanceof KustomizeError) {
        throw new CliError(`failed to generate kustomization.yaml: ${cause.message}`, { cause });
      }
      throw new CliError(inWordsOfTheCommand(cause), { cause });
    }
  }

  async #substitution(kustomization: Kustomization, signal: AbortSignal): Promise<Substitution | undefined> {
    const { postBuild } = kustomization.spec;
    if (postBuild === undefined) return undefined;
    const { client, isStrict } = this.#options;
    const offline = {
      ...kustomization,
      spec: { ...kustomization.spec, postBuild: { ...postBuild, substituteFrom: [] } },
    };
    try {
      const variables = await loadVariables(
        client === undefined ? offline : kustomization,
        async ({ kind, name }, namespace) => client?.find({ apiVersion: 'v1', kind, namespace, name }, signal),
      );
      const isNeeded = variables.size > 0 || postBuild.substituteStrategy === 'Always';
      return isNeeded ? { variables, strict: isStrict } : undefined;
    } catch (cause) {
      signal.throwIfAborted();
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new CliError(`var substitution failed for '${kustomization.metadata.name}': ${why}`, { cause });
    }
  }
}

/** True for the Kustomization that applies itself, as the first one of a cluster does. */
export function isSame(object: KubeObject, other: KubeObject): boolean {
  return object.metadata.name === other.metadata.name && object.metadata.namespace === other.metadata.namespace;
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (cause) {
    throw new CliError(`failed to generate kustomization.yaml: ${folder} is not a folder`, { cause });
  }
}

/** Flux: the command says of substitutions what the controller says in other words. */
function inWordsOfTheCommand(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.replace(/^post build failed for '[^']*\/([^'/]*)': /, "var substitution failed for '$1': ");
}
