import {
  conditionTypes,
  formatGitRevision,
  type GitRepository,
  type GitRepositoryInclude,
  type GitVerificationMode,
} from '@flux19/api';
import type { Artifact } from '@flux19/artifacts';
import type { ResolvedReference } from '@flux19/git';
import { deepEqual } from '@flux19/objects';
import { conditionsOf, isConditionTrue } from '@flux19/runtime';

/** What decides about a pass. */
export interface Observed {
  readonly object: GitRepository;
  /** Undefined also when the advertised one is lost. */
  readonly artifact: Artifact | undefined;
  readonly includes: readonly Artifact[];
  readonly resolved: ResolvedReference;
}

export type Plan =
  | { readonly kind: 'unchanged'; readonly revision: string }
  /** Fetch and verify; store an artifact unless the fetched commit turns out to be the one that is stored. */
  | { readonly kind: 'fetch'; readonly isContentChanged: boolean };

/** Decides whether the repository has to be fetched. */
export function plan({ object, artifact, includes, resolved }: Observed): Plan {
  const revision = revisionOf(object, resolved);
  const isStored =
    artifact?.revision === revision && isConditionTrue(conditionsOf(object), conditionTypes.artifactInStorage);
  const isContentChanged = hasContentChanged(object, includes);
  if (isStored && !isContentChanged && !needsVerification(object)) return { kind: 'unchanged', revision };
  return { kind: 'fetch', isContentChanged };
}

/** `main@sha1:…`; with `spec.ref.name` the full reference: `refs/heads/main@sha1:…`. */
export function revisionOf(object: GitRepository, { reference, commit }: ResolvedReference): string {
  const isFull = (object.spec.ref?.name ?? '') !== '' && (object.spec.ref?.commit ?? '') === '';
  return formatGitRevision(isFull ? reference : reference.replace(/^refs\/[^/]+\//, ''), commit);
}

/** Whether what goes into the artifact, besides the commit, differs from what is in the stored one. */
function hasContentChanged({ spec, status = {} }: GitRepository, includes: readonly Artifact[]): boolean {
  return (
    spec.ignore !== status.observedIgnore ||
    (spec.recurseSubmodules ?? false) !== (status.observedRecurseSubmodules ?? false) ||
    !deepEqual(spec.sparseCheckout ?? [], status.observedSparseCheckout ?? []) ||
    !deepEqual((spec.include ?? []).map(plainInclude), (status.observedInclude ?? []).map(plainInclude)) ||
    haveArtifactsChanged(status.includedArtifacts ?? [], includes)
  );
}

function plainInclude({ repository, fromPath = '', toPath = '' }: GitRepositoryInclude): readonly string[] {
  return [repository.name, fromPath, toPath];
}

/** Whether other artifacts are included than before, or another state of them. */
export function haveArtifactsChanged(before: readonly Artifact[], now: readonly Artifact[]): boolean {
  if (before.length !== now.length) return true;
  return now.some(({ revision, digest }, i) => before[i]?.revision !== revision || before[i]?.digest !== digest);
}

/** The mode that counts; `head` is an older spelling. */
export function verificationMode({ spec }: GitRepository): Exclude<GitVerificationMode, 'head'> | undefined {
  if (spec.verify === undefined) return undefined;
  const { mode = 'HEAD' } = spec.verify;
  return mode === 'head' ? 'HEAD' : mode;
}

/** Whether something has to be verified that has not been yet. */
function needsVerification(object: GitRepository): boolean {
  const mode = verificationMode(object);
  if (mode === undefined) return false;
  const observed = object.status?.sourceVerificationMode;
  return observed !== mode && observed !== 'TagAndHEAD';
}
