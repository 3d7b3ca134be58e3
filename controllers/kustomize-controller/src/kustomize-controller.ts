import {
  fieldManagers,
  finalizer,
  groups,
  type Kustomization,
  labels,
  type SourceKind,
  type SourceObject,
} from '@flux19/api';
import type { ArtifactOpener } from '@flux19/artifacts';
import type { CloudTokens } from '@flux19/cloud-identity';
import type { GitClient } from '@flux19/git';
import type { CacheChange, KubeClient, ObjectCache, SelectionOptions, SharedCaches } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock, Handler } from '@flux19/ports';
import {
  type ControllerDefinition,
  type EventRecorder,
  keyOf,
  type ObjectKey,
  type WatchDefinition,
} from '@flux19/runtime';
import { BuildMemory } from './build/build-manifests.ts';
import { finalizeKustomization } from './finalize.ts';
import type { Observed } from './gate.ts';
import type { Surroundings } from './pass.ts';
import { reconcileKustomization } from './reconcile.ts';
import { RemoteBases } from './remote/remote-bases.ts';
import type { KustomizeSettings } from './settings.ts';
import type { ConnectByKubeconfig, ConnectByToken } from './target/target-of.ts';
import { Targets } from './target/targets.ts';
import { Waits } from './waiting.ts';
import { Healings } from './wake-on-deletion.ts';

export interface KustomizeControllerOptions {
  readonly client: KubeClient;
  readonly caches: SharedCaches;
  readonly openArtifact: ArtifactOpener;
  /** Reaches servers with remote bases. */
  readonly fetch?: Handler | undefined;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  /** Opens connections to the clusters of `spec.kubeConfig`; over the network when absent. */
  readonly connect?: ConnectByKubeconfig | undefined;
  /** Opens connections to clusters that take tokens; over the network when absent. */
  readonly connectByToken?: ConnectByToken | undefined;
  /** Signs in to clouds, through a proxy if one is named; without it nothing of theirs can be used. */
  readonly cloudTokens?: ((proxyUrl?: string) => CloudTokens) | undefined;
  /** Fetches remote bases; without it they are refused. */
  readonly git?: GitClient | undefined;
  /** 0 <= x < 1. */
  readonly random: () => number;
  readonly settings: KustomizeSettings;
  /** Which objects this process looks after. */
  readonly selection?: SelectionOptions;
  /** Passes at the same time: `--concurrent`. */
  readonly concurrency?: number;
  /** Kinds of sources that the cluster knows. */
  readonly sourceKinds: readonly SourceKind[];
}

const kustomizations = { apiVersion: `${groups.kustomize}/v1`, kind: 'Kustomization' } as const;
const sources = `${groups.source}/v1`;

/**
 * The controller that makes the cluster equal to what its Kustomizations say. Reacts to new artifacts, to dependencies that become
 * ready and to labelled ConfigMaps and Secrets; resolves when the caches it reads from run.
 */
export async function createKustomizeController(
  options: KustomizeControllerOptions,
  signal: AbortSignal,
): Promise<ControllerDefinition> {
  const { caches, sourceKinds } = options;
  // Labels choose what is reconciled here; sources and dependencies may be another process's to look after.
  const { namespace } = options.selection ?? {};
  const places: SelectionOptions = namespace === undefined ? {} : { namespace };
  const acquire = async (apiVersion: string, kind: string): Promise<ObjectCache> =>
    (await caches.acquire({ apiVersion, kind }, places, signal)).cache;
  const own = await acquire(kustomizations.apiVersion, kustomizations.kind);
  const sourceCaches = new Map<SourceKind, ObjectCache>();
  for (const kind of sourceKinds) sourceCaches.set(kind, await acquire(sources, kind));
  const around: Surroundings = {
    ...options,
    targets: new Targets({ ...options, signal }),
    builds: new BuildMemory(),
    bases: remoteBasesOf(options),
    waits: new Waits(),
    healings: new Healings(),
    observe: (kustomization) => observe(kustomization, own, sourceCaches),
  };
  return {
    name: 'kustomization',
    resource: kustomizations,
    fieldManager: fieldManagers.kustomize,
    finalizer,
    ...(options.selection === undefined ? {} : { selection: options.selection }),
    watches: watchesOf(sourceKinds).map((watch) => ({ ...watch, selection: { ...places, ...watch.selection } })),
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    reconcile: (_key, passSignal, { object, log }) =>
      reconcileKustomization(object as Kustomization, around, log, passSignal),
    finalize: (_key, passSignal, { object, log }) =>
      finalizeKustomization(object as Kustomization, around, log, passSignal),
  };
}

function remoteBasesOf({ git, fetch }: KustomizeControllerOptions): RemoteBases | undefined {
  return git === undefined || fetch === undefined ? undefined : new RemoteBases({ git, fetch });
}

function observe(
  kustomization: Kustomization,
  own: ObjectCache,
  sourceCaches: ReadonlyMap<SourceKind, ObjectCache>,
): Observed {
  const { spec, metadata } = kustomization;
  const { kind, name, namespace = metadata.namespace } = spec.sourceRef;
  return {
    kustomization,
    source: sourceCaches.get(kind)?.get(namespace, name) as SourceObject | undefined,
    dependencies: (spec.dependsOn ?? []).map(
      (dependency) => own.get(dependency.namespace ?? metadata.namespace, dependency.name) as Kustomization | undefined,
    ),
  };
}

function watchesOf(sourceKinds: readonly SourceKind[]): readonly WatchDefinition[] {
  return [...sourceKinds.map(sourceWatch), dependencyWatch, ...['ConfigMap', 'Secret'].map(valuesWatch)];
}

/** Keys of Kustomizations that an index found. */
function keysOf(found: readonly KubeObject[]): ObjectKey[] {
  return found.map(keyOf);
}

/** A new artifact concerns every Kustomization that takes its files from the source. */
function sourceWatch(kind: SourceKind): WatchDefinition {
  return {
    resource: { apiVersion: sources, kind },
    index: (own) => {
      const { spec, metadata } = own as Kustomization;
      const { sourceRef } = spec;
      return sourceRef.kind === kind ? [`${sourceRef.namespace ?? metadata.namespace}/${sourceRef.name}`] : [];
    },
    keys({ object, previous }: CacheChange, _own, lookup) {
      if (previous !== undefined && artifactText(previous) === artifactText(object)) return [];
      return keysOf(lookup(`${object.metadata.namespace}/${object.metadata.name}`));
    },
  };
}

/** A new revision may bring the same files as the one before. */
function artifactText(source: KubeObject): string {
  const { revision, digest } = (source as SourceObject).status?.artifact ?? {};
  return `${revision} ${digest}`;
}

/** A Kustomization that becomes ready concerns those that wait for it. */
const dependencyWatch: WatchDefinition = {
  resource: kustomizations,
  index: (own) => {
    const { spec, metadata } = own as Kustomization;
    return (spec.dependsOn ?? []).map(({ name, namespace = metadata.namespace }) => `${namespace}/${name}`);
  },
  keys({ object, previous }: CacheChange, _own, lookup) {
    if (previous !== undefined && !hasProgressed(previous as Kustomization, object as Kustomization)) return [];
    return keysOf(lookup(`${object.metadata.namespace}/${object.metadata.name}`));
  },
};

function hasProgressed(previous: Kustomization, current: Kustomization): boolean {
  const readiness = ({ status = {}, metadata }: Kustomization): string => {
    const ready = status.conditions?.find(({ type }) => type === 'Ready')?.status;
    return `${ready} ${status.observedGeneration} ${metadata.generation} ${status.lastAppliedRevision}`;
  };
  return readiness(previous) !== readiness(current);
}

/** Flux watches only ConfigMaps and Secrets that carry its label. */
function valuesWatch(kind: string): WatchDefinition {
  return {
    resource: { apiVersion: 'v1', kind },
    selection: { labelSelector: `${labels.watch}=Enabled` },
    index: (own) => namesOf(own as Kustomization, kind).map((name) => `${own.metadata.namespace}/${name}`),
    keys: ({ object }, _own, lookup) => keysOf(lookup(`${object.metadata.namespace}/${object.metadata.name}`)),
  };
}

/** The ConfigMaps or Secrets that a Kustomization reads: values, keys and the way to another cluster. */
function namesOf({ spec }: Kustomization, kind: string): string[] {
  const values = (spec.postBuild?.substituteFrom ?? []).filter((reference) => reference.kind === kind);
  const { kubeConfig, decryption } = spec;
  const others = kind === 'Secret' ? [decryption?.secretRef, kubeConfig?.secretRef] : [kubeConfig?.configMapRef];
  return [...values, ...others].flatMap((reference) => (reference === undefined ? [] : [reference.name]));
}
