import { type GitRepository, type GitRepositoryReference, type ImageUpdateAutomation, reasons } from '@flux19/api';
import type { ObjectCache } from '@flux19/kube';
import { automationReasons, sourceFailure, stalled } from './source-error.ts';

/** What is checked out and where commits go. */
export interface SourcePlan {
  readonly repository: GitRepository;
  readonly reference: GitRepositoryReference;
  readonly pushBranch: string;
  /** The branch that is pushed is another one than the one that is checked out. */
  readonly isSwitched: boolean;
  readonly git: NonNullable<ImageUpdateAutomation['spec']['git']>;
}

/** Flux's branch where nothing else is said. */
const defaultBranch = 'master';

/** Decides what to work on. Throws `ReconcileError` with Flux's reasons and messages. Reads nothing but the cache. */
export function planSource(
  { spec, metadata }: ImageUpdateAutomation,
  repositories: Pick<ObjectCache, 'get'>,
  noCrossNamespaceRefs: boolean,
): SourcePlan {
  const { kind, name, namespace = '' } = spec.sourceRef;
  const { git } = spec;
  const invalid = 'invalid source configuration';
  if (kind !== 'GitRepository') {
    throw stalled(automationReasons.invalidSourceConfiguration, `source kind '${kind}' not supported: ${invalid}`);
  }
  if (git === undefined) {
    const message = `source kind 'GitRepository' necessitates field .spec.git: ${invalid}`;
    throw stalled(automationReasons.invalidSourceConfiguration, message);
  }
  const where = namespace === '' ? (metadata.namespace ?? '') : namespace;
  if (noCrossNamespaceRefs && where !== metadata.namespace) {
    const message = `can't access 'GitRepository/${where}/${name}', cross-namespace references have been blocked`;
    throw stalled(reasons.accessDenied, message);
  }
  const repository = repositories.get(where, name) as GitRepository | undefined;
  if (repository === undefined) {
    const cause = `gitrepositories.source.toolkit.fluxcd.io "${name}" not found`;
    throw sourceFailure(`referenced git repository does not exist: ${cause}`);
  }
  return { repository, git, ...planBranches(git, repository) };
}

function planBranches(
  git: SourcePlan['git'],
  repository: GitRepository,
): Pick<SourcePlan, 'reference' | 'pushBranch' | 'isSwitched'> {
  const reference = git.checkout?.ref ?? repository.spec.ref;
  const given = git.push?.branch ?? '';
  const pushBranch = given === '' ? (reference?.branch ?? '') : given;
  if (pushBranch === '') {
    throw sourceFailure(
      'push spec not provided, and cannot be inferred from .spec.git.checkout.ref or GitRepository .spec.ref',
    );
  }
  const checkedOut = reference === undefined ? defaultBranch : (reference.branch ?? '');
  return { reference: reference ?? { branch: defaultBranch }, pushBranch, isSwitched: pushBranch !== checkedOut };
}
