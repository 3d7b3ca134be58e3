import { conditionTypes, type GitRepository, reasons } from '@flux19/api';
import type { Artifact, ArtifactStore } from '@flux19/artifacts';
import { type GitClient, GitError, type GitRemote, type ResolvedReference } from '@flux19/git';
import type { ObjectCache } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { gitFailure } from './git-failure.ts';
import type { RemoteReader } from './read-remote.ts';
import { SourceError, textOf } from './source-error.ts';
import { withTimeout } from './with-timeout.ts';

/** What became of the artifact that the status advertises. */
export interface ObservedStorage {
  /** There and intact; its URL is that of this process. */
  readonly artifact: Artifact | undefined;
  /** `missing` and `damaged`: advertised, but no longer to be had. */
  readonly state: 'none' | 'intact' | 'missing' | 'damaged';
  /** Why it counts as damaged. */
  readonly damage?: string;
}

/** What is wanted and where upstream stands. */
export interface ObservedSource {
  readonly remote: GitRemote;
  /** In the order of `spec.include`. */
  readonly includes: readonly Artifact[];
  readonly resolved: ResolvedReference;
}

/** The reads of a pass. */
export interface ObserveEffects {
  readonly artifacts: Pick<ArtifactStore, 'exists' | 'verify' | 'urlOf'>;
  readonly git: Pick<GitClient, 'resolve'>;
  readonly readRemote: RemoteReader;
  readonly clock: Clock;
}

/** Looks at the stored file: whether it is there, and still what it was. It is hashed anew on every pass, as Flux promises. */
export async function observeStorage(
  { artifacts }: ObserveEffects,
  object: GitRepository,
  signal: AbortSignal,
): Promise<ObservedStorage> {
  const { artifact: advertised } = object.status ?? {};
  if (advertised === undefined) return { artifact: undefined, state: 'none' };
  const artifact = ownArtifact(object);
  if (artifact === undefined) return { artifact: undefined, state: 'missing' };
  if (!(await artifacts.exists(artifact))) return { artifact: undefined, state: 'missing' };
  try {
    await artifacts.verify(artifact, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    return { artifact: undefined, state: 'damaged', damage: textOf(thrown) };
  }
  return { artifact: { ...artifact, url: artifacts.urlOf(artifact.path) }, state: 'intact' };
}

/** Reads secrets and included artifacts and asks the git server once. Throws `SourceError`. */
export async function observeSource(
  effects: ObserveEffects,
  object: GitRepository,
  cache: Pick<ObjectCache, 'get'>,
  storage: ObservedStorage,
  signal: AbortSignal,
): Promise<ObservedSource> {
  const remote = await effects.readRemote(object, signal);
  const includes = (object.spec.include ?? []).map(({ repository }) =>
    includedArtifact(cache.get(object.metadata.namespace, repository.name), repository.name),
  );
  const request = { remote, reference: object.spec.ref ?? {}, isKnown: storage.artifact !== undefined };
  const resolved = await withTimeout(effects.clock, object.spec, signal, async (inner) => {
    try {
      return await effects.git.resolve(request, inner);
    } catch (thrown) {
      throw thrown instanceof GitError ? gitFailure(thrown, object.spec.url) : thrown;
    }
  });
  return { remote, includes, resolved };
}

function includedArtifact(found: KubeObject | undefined, name: string): Artifact {
  const details = { stage: 'includes', condition: conditionTypes.includeUnavailable, retry: 'wait' } as const;
  if (found === undefined) {
    const why = `gitrepositories.source.toolkit.fluxcd.io "${name}" not found`;
    throw new SourceError(reasons.notFound, `could not get resource for include '${name}': ${why}`, details);
  }
  const artifact = ownArtifact(found as GitRepository);
  if (artifact !== undefined) return artifact;
  throw new SourceError(reasons.noArtifact, `no artifact available for include '${name}'`, details);
}

/** The advertised artifact, if it lies in the object's own folder: whoever can write one status must not reach the files of others. */
export function ownArtifact({ kind, metadata, status }: GitRepository): Artifact | undefined {
  const folder = `${kind.toLowerCase()}/${metadata.namespace}/${metadata.name}/`;
  return status?.artifact?.path.startsWith(folder) === true ? status.artifact : undefined;
}
