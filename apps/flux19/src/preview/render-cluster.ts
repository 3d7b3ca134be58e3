import { groups, type Kustomization, type SourceReference } from '@flux19/api';
import type { FileTree } from '@flux19/kustomize';
import { loadVariables, type ManifestBuilder, type ReadValues, type Substitution } from '@flux19/kustomize-controller';
import type { KubeObject } from '@flux19/objects';
import { nameOf, type Rendered, type RenderedCluster } from './rendered.ts';
import { RenderedSoFar } from './rendered-so-far.ts';

export interface RenderOptions {
  /** Keeps what it has read, so that rendering again after a small change is quick. */
  readonly builder: ManifestBuilder;
  /** A variable without value is an error. */
  readonly isStrict: boolean;
  /** Folders that stand for sources elsewhere: `GitRepository/flux-system/podinfo` and its path in the tree. */
  readonly localSources: ReadonlyMap<string, string>;
  /** Told what is being done. */
  readonly tell?: ((news: string) => void) | undefined;
}

/** Namespace, and name of source and Kustomization, that `flux bootstrap` gives a cluster. */
const root = 'flux-system';

/**
 * Renders everything that hangs from a cluster's folder, in the order of `dependsOn`. Never throws for what is wrong in the
 * repository: failures stand in the result, and whatever does not depend on them is rendered all the same.
 */
export async function renderCluster(files: FileTree, path: string, options: RenderOptions): Promise<RenderedCluster> {
  const done = new RenderedSoFar();
  const waiting = new Map<string, Kustomization>();
  const root = rootKustomization(path);
  waiting.set(nameOf(root), root);
  for (let next = takeNext(waiting, done); next !== undefined; next = takeNext(waiting, done)) {
    options.tell?.(`rendering Kustomization/${nameOf(next.kustomization)}`);
    const result = next.isBlocked
      ? blocked(next.kustomization)
      : await render(next.kustomization, files, done, options);
    done.add(result);
    for (const kustomization of kustomizationsIn(result)) {
      const name = nameOf(kustomization);
      if (!done.has(name) && !waiting.has(name)) waiting.set(name, kustomization);
    }
  }
  return { path, kustomizations: done.list };
}

function rootKustomization(path: string): Kustomization {
  return {
    apiVersion: `${groups.kustomize}/v1`,
    kind: 'Kustomization',
    metadata: { name: root, namespace: root },
    spec: { interval: '10m', prune: true, path, sourceRef: { kind: 'GitRepository', name: root } },
  };
}

function kustomizationsIn({ objects }: Rendered): Kustomization[] {
  const isKustomization = ({ apiVersion, kind }: KubeObject) =>
    kind === 'Kustomization' && apiVersion.startsWith(groups.kustomize);
  return objects.map(({ object }) => object).filter(isKustomization) as Kustomization[];
}

interface Next {
  readonly kustomization: Kustomization;
  /** Its dependencies wait for each other. */
  readonly isBlocked: boolean;
}

/** Takes the first Kustomization whose dependencies are done or unknown; when all wait for each other, the first of all. */
function takeNext(waiting: Map<string, Kustomization>, done: RenderedSoFar): Next | undefined {
  let first: Kustomization | undefined;
  for (const [name, kustomization] of waiting) {
    first ??= kustomization;
    if (!dependenciesOf(kustomization).every((other) => done.has(other) || !waiting.has(other))) continue;
    waiting.delete(name);
    return { kustomization, isBlocked: false };
  }
  if (first === undefined) return undefined;
  waiting.delete(nameOf(first));
  return { kustomization: first, isBlocked: true };
}

function dependenciesOf({ spec, metadata }: Kustomization): string[] {
  return (spec.dependsOn ?? []).map(({ name, namespace = metadata.namespace }) => `${namespace}/${name}`);
}

function blocked(kustomization: Kustomization): Rendered {
  const failure = `its dependencies wait for each other: ${dependenciesOf(kustomization).join(', ')}`;
  return { kustomization, objects: [], failure, warnings: [] };
}

async function render(
  kustomization: Kustomization,
  files: FileTree,
  done: RenderedSoFar,
  options: RenderOptions,
): Promise<Rendered> {
  const warnings = missingDependencies(kustomization, done);
  const source = sourceOf(kustomization);
  const folder = folderOf(source, done, options);
  if (folder === undefined) {
    const warning = `not rendered: its source ${source.name} is elsewhere; name a folder for it with --local-sources ${source.name}=<folder>`;
    return { kustomization, objects: [], failure: undefined, warnings: [...warnings, warning] };
  }
  try {
    const { substitution, missing } = await substitutionOf(kustomization, done, options);
    const path = `${folder}/${kustomization.spec.path ?? ''}`;
    const moved = { ...kustomization, spec: { ...kustomization.spec, path } };
    const { objects, origins } = options.builder.build(moved, files, substitution);
    const rendered = objects.map((object, i) => ({ object, origin: origins[i] }));
    return { kustomization, objects: rendered, failure: undefined, warnings: [...warnings, ...missing] };
  } catch (thrown) {
    const failure = thrown instanceof Error ? thrown.message : String(thrown);
    return { kustomization, objects: [], failure, warnings };
  }
}

function missingDependencies(kustomization: Kustomization, done: RenderedSoFar): string[] {
  const missing = dependenciesOf(kustomization).filter((name) => !done.has(name));
  return missing.map((name) => `it depends on ${name}, which is not in the repository`);
}

interface NamedSource {
  /** `GitRepository/flux-system/podinfo`. */
  readonly name: string;
  readonly reference: SourceReference;
}

function sourceOf({ spec, metadata }: Kustomization): NamedSource {
  const { kind, name, namespace = metadata.namespace } = spec.sourceRef;
  return { name: `${kind}/${namespace}/${name}`, reference: spec.sourceRef };
}

/** The folder of the tree that holds a source's files: its root for the repository itself, undefined for sources elsewhere. */
function folderOf({ name }: NamedSource, done: RenderedSoFar, { localSources }: RenderOptions): string | undefined {
  const named = localSources.get(name);
  if (named !== undefined) return named;
  const own = `GitRepository/${root}/${root}`;
  if (name === own) return '';
  const url = urlOf(name, done);
  return url !== undefined && url === urlOf(own, done) ? '' : undefined;
}

function urlOf(source: string, done: RenderedSoFar): string | undefined {
  const [kind = '', namespace, name = ''] = source.split('/');
  return (done.find(kind, namespace, name)?.['spec'] as { readonly url?: string } | undefined)?.url;
}

async function substitutionOf(kustomization: Kustomization, done: RenderedSoFar, { isStrict }: RenderOptions) {
  const missing: string[] = [];
  const { postBuild } = kustomization.spec;
  if (postBuild === undefined) return { substitution: undefined, missing };
  const read: ReadValues = async ({ kind, name, optional }, namespace) => {
    const found = done.find(kind, namespace, name);
    if (found !== undefined || optional === true) return found;
    missing.push(`${kind}/${namespace}/${name} is not in the repository: its variables are taken as empty`);
    return { apiVersion: 'v1', kind, metadata: { name, namespace } };
  };
  const variables = await loadVariables(kustomization, read);
  const isNeeded = variables.size > 0 || missing.length > 0 || postBuild.substituteStrategy === 'Always';
  const substitution: Substitution | undefined = isNeeded
    ? { variables, strict: isStrict && missing.length === 0 }
    : undefined;
  return { substitution, missing };
}
