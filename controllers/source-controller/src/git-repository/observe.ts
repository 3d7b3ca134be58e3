import { conditionTypes, type GitRepository, reasons } from '@flux19/api';
import type { Artifact } from '@flux19/artifacts';
import { type GitClient, GitError, type GitRemote, type ResolvedReference } from '@flux19/git';
import type { ObjectCache } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { type ObservedStorage, ownArtifact } from '../source/observe-storage.ts';
import { SourceError } from '../source/source-error.ts';
import { gitFailure } from './git-failure.ts';
import type { RemoteReader } from './read-remote.ts';
import { withTimeout } from './with-timeout.ts';

/** What is wanted and where upstream stands. */
export interface ObservedSource {
  readonly remote: GitRemote;
  /** In the order of `spec.include`. */
  readonly includes: readonly Artifact[];
  readonly resolved: ResolvedReference;
}

/** The reads of a pass. */
export interface ObserveEffects {
  readonly git: Pick<GitClient, 'resolve'>;
  readonly readRemote: RemoteReader;
  readonly clock: Clock;
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
