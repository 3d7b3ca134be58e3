import { GitError } from '../git-error.ts';
import type { PushTarget, WorkingBase } from './git-publisher.ts';
import type { ReferencePush } from './push-references.ts';

/**
 * What is pushed for one commit, in order: the branch, then what the refspec adds. The branch has to be where it was at the checkout: what
 * others have pushed since is never lost. Only the refspec is ever forced.
 */
export function targetsOf(base: WorkingBase, commit: string, target: PushTarget): Omit<ReferencePush, 'folder'>[] {
  const { isForced = false, options = {}, refspec = '' } = target;
  const branch = `refs/heads/${base.branch}`;
  // No `+` here: it would overrule the condition.
  const expected = { name: branch, commit: base.hasBranch ? base.head.hash : '' };
  const first = { refspecs: [`${commit}:${branch}`], expected, options };
  if (refspec === '') return [first];
  const sign = isForced ? '+' : '';
  return [first, { refspecs: [sign + resolveRefspec(refspec, base, commit)], options }];
}

/** The refspec with the commit in place of the name in front: the repository that pushes has no branches. */
function resolveRefspec(refspec: string, base: WorkingBase, commit: string): string {
  const [from = '', to = from] = refspec.split(':', 2);
  if (/^[+:]/.test(refspec) || from === '' || to === '') throw invalid(refspec, 'it may neither force nor delete');
  if (from === '*' || from.endsWith('/*')) return resolvePattern(from, to, base, commit);
  const name = from.startsWith('refs/') || from === 'HEAD' ? from : `refs/heads/${from}`;
  const source = name === 'HEAD' || name === `refs/heads/${base.branch}` ? commit : undefined;
  const found = source ?? (name === base.source.reference ? base.source.commit : undefined);
  if (found === undefined) throw invalid(refspec, `there is no ${from}`);
  return `${found}:${to}`;
}

/** Of the branches that a pattern names only the pushed one has anything new. */
function resolvePattern(from: string, to: string, base: WorkingBase, commit: string): string {
  const branch = `refs/heads/${base.branch}`;
  const prefix = from.slice(0, -1);
  if (!to.endsWith('*') || !branch.startsWith(prefix)) throw invalid(`${from}:${to}`, 'it matches no pushed branch');
  return `${commit}:${to.slice(0, -1)}${branch.slice(prefix.length)}`;
}

function invalid(refspec: string, why: string): GitError {
  return new GitError('InvalidReference', `failed to push to remote: invalid refspec '${refspec}': ${why}`);
}
