import { randomBytes } from 'node:crypto';
import {
  formatGitRevision,
  type ImagePolicy,
  type ImageReference,
  type ImageUpdateAutomation,
  reasons,
} from '@flux19/api';
import { parseGoDuration } from '@flux19/expressions';
import {
  type CommitContent,
  type CommitSigner,
  GitError,
  type GitPublisher,
  type GitRemote,
  type WorkingBase,
} from '@flux19/git';
import type { KubeClient, ObjectCache } from '@flux19/kube';
import { type Clock, withDeadline } from '@flux19/ports';
import { type Logger, ReconcileError } from '@flux19/runtime';
import type { SprigOptions } from '@flux19/templates';
import { renderMessage } from './message/render-message.ts';
import { haveChanged } from './policies.ts';
import { setterValues } from './setters/setter-values.ts';
import { type TreeUpdate, updateTree } from './setters/update-tree.ts';
import type { SourcePlan } from './source/plan-source.ts';
import type { RemoteEffects } from './source/read-remote.ts';
import type { SignerEffects } from './source/read-signer.ts';
import { automationReasons, textOf } from './source/source-error.ts';

/** What passes may touch. */
export interface AutomationEffects extends RemoteEffects, SignerEffects {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly intervalJitterPercent?: number | undefined;
  readonly git: GitPublisher;
  readonly policies: Pick<ObjectCache, 'list'>;
  readonly repositories: Pick<ObjectCache, 'get'>;
  readonly noCrossNamespaceRefs: boolean;
}

/** A pass that knows what to work on. */
export interface Pass {
  readonly object: ImageUpdateAutomation;
  readonly effects: AutomationEffects;
  readonly plan: SourcePlan;
  readonly remote: GitRemote;
  /** Who signs; opening a key is slow, so it is asked for only by passes that have something to look at. */
  readonly readSigner: (signal: AbortSignal) => Promise<CommitSigner | undefined>;
  readonly policies: readonly ImagePolicy[];
  readonly observed: Readonly<Record<string, ImageReference>>;
  readonly log: Logger;
}

/** How the work ended. */
export type Work =
  | { readonly kind: 'skipped' }
  | { readonly kind: 'unchanged'; readonly revision: string }
  | { readonly kind: 'pushed'; readonly revision: string; readonly commit: string; readonly message: string };

/** How often a push is tried when others push at the same time. */
const pushAttempts = 5;

/** Flux: the timeout of the GitRepository bounds what is done with git. */
function timed<Result>(
  { effects, plan }: Pass,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return withDeadline(effects.clock, parseGoDuration(plan.repository.spec.timeout ?? '60s'), signal, run);
}

/** Brings the images of the policies into the repository, unless they are there already. Throws `ReconcileError`. */
export function updateSource(pass: Pass, signal: AbortSignal): Promise<Work> {
  return timed(pass, signal, (inner) => update(pass, inner));
}

/** Updates and pushes; begins anew on the fresh head when somebody else has pushed in the meantime. */
async function update(pass: Pass, signal: AbortSignal): Promise<Work> {
  if (await isUpToDate(pass, signal)) return { kind: 'skipped' };
  const sign = await pass.readSigner(signal);
  for (let attempt = 1; ; attempt += 1) {
    const base = await checkout(pass, signal);
    const revision = revisionOf(base.source.reference, base.source.commit);
    const found = await applyPolicies(pass, base, signal);
    if (found.changes.size === 0) return { kind: 'unchanged', revision };
    const message = renderMessage(pass.object, pass.plan.git.commit, found.result, worldOf(pass));
    try {
      return await publish(pass, base, { changes: found.changes, message, sign }, signal);
    } catch (thrown) {
      const isRace = thrown instanceof GitError && thrown.reason === 'Rejected';
      if (!isRace || attempt === pushAttempts) throw gitFailure('failed to update source', thrown, signal);
      pass.log.info('somebody else has pushed; beginning anew on the fresh head', { attempt });
    }
  }
}

/** What templates may know: the time only for how long ago something was. */
function worldOf({ effects }: Pass): SprigOptions {
  return { now: () => effects.clock.now(), zone: 'UTC', randomBytes };
}

/** Neither the policies nor the head of the branch are others than after the last pass. */
async function isUpToDate({ object, plan, effects, remote, observed }: Pass, signal: AbortSignal): Promise<boolean> {
  const { observedPolicies, observedSourceRevision = '', observedGeneration } = object.status ?? {};
  const isSettled = observedSourceRevision !== '' && observedGeneration === object.metadata.generation;
  const hasRefspec = (plan.git.push?.refspec ?? '') !== '';
  if (!isSettled || plan.isSwitched || hasRefspec || haveChanged(observedPolicies, observed)) return false;
  try {
    const { reference, commit } = await effects.git.resolve(remote, plan.reference, signal);
    return revisionOf(reference, commit) === observedSourceRevision;
  } catch (thrown) {
    throw gitFailure('failed to checkout source', thrown, signal);
  }
}

async function checkout({ object, effects, remote, plan }: Pass, signal: AbortSignal): Promise<WorkingBase> {
  const cache = `${object.metadata.namespace}/${object.metadata.name}`;
  try {
    return await effects.git.checkout({ remote, reference: plan.reference, branch: plan.pushBranch, cache }, signal);
  } catch (thrown) {
    throw gitFailure('failed to checkout source', thrown, signal);
  }
}

async function applyPolicies(
  { object, policies, log }: Pass,
  base: WorkingBase,
  signal: AbortSignal,
): Promise<TreeUpdate> {
  try {
    const found = await updateTree(base, object.spec.update?.path ?? '', setterValues(policies), signal);
    if (found.unreadable.length > 0) log.info('files with setters cannot be read', { files: found.unreadable });
    return found;
  } catch (cause) {
    signal.throwIfAborted();
    throw updateFailure(cause);
  }
}

async function publish(
  { effects, plan }: Pass,
  base: WorkingBase,
  what: Pick<CommitContent, 'changes' | 'message' | 'sign'>,
  signal: AbortSignal,
): Promise<Work> {
  const { name = '', email } = plan.git.commit.author;
  const { options, refspec } = plan.git.push ?? {};
  const content = { ...what, author: { name, email }, when: effects.clock.now() };
  const target = {
    isForced: plan.isSwitched,
    ...(options === undefined ? {} : { options }),
    ...(refspec === undefined ? {} : { refspec }),
  };
  const source = revisionOf(base.source.reference, base.source.commit);
  const commit = await effects.git.publish(base, content, target, signal);
  if (commit === undefined) return { kind: 'unchanged', revision: source };
  // What was checked out is what the next pass compares with.
  const revision = plan.isSwitched ? source : formatGitRevision(plan.pushBranch, commit);
  return { kind: 'pushed', revision, commit, message: what.message };
}

/** `refs/heads/main` and a hash as `main@sha1:…`. */
function revisionOf(reference: string, commit: string): string {
  return formatGitRevision(reference.replace(/^refs\/[^/]+\//, ''), commit);
}

function gitFailure(what: string, thrown: unknown, signal: AbortSignal): unknown {
  if (thrown instanceof ReconcileError) return thrown;
  // The timeout aborts with an error of its own; the end of the process is no failure.
  const cause: unknown = signal.aborted ? signal.reason : thrown;
  return new ReconcileError(reasons.gitOperationFailed, `${what}: ${textOf(cause)}`, { cause });
}

function updateFailure(cause: unknown): ReconcileError {
  return new ReconcileError(automationReasons.updateFailed, `failed to apply policies: ${textOf(cause)}`, { cause });
}
