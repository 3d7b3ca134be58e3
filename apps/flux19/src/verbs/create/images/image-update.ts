import { formatGoDuration } from '@flux19/expressions';
import type { JsonObject } from '@flux19/objects';
import { imageUpdate } from '../../../kinds/image-kinds.ts';
import { gitRepository } from '../../../kinds/source-kinds.ts';
import { CliError } from '../../../program/cli-error.ts';
import { isMissing, present } from '../create-fields.ts';
import type { CreateOptions } from '../create-options.ts';
import type { KindVerb } from '../kind-verb.ts';

interface Flags extends CreateOptions {
  readonly gitRepoRef?: string;
  readonly gitRepoNamespace?: string;
  readonly gitRepoPath?: string;
  readonly checkoutBranch?: string;
  readonly pushBranch?: string;
  readonly commitTemplate?: string;
  readonly authorName?: string;
  readonly authorEmail?: string;
  readonly signingKeySecret?: string;
  readonly signingKeyType?: string;
}

/** `create image update`: commits new tags to a repository. */
export const imageUpdateVerb: KindVerb<Flags> = {
  kind: imageUpdate,
  description: 'Create or update an ImageUpdateAutomation object',
  title: 'ImageUpdateAutomation',
  generating: 'told',
  addOptions: (command) => {
    command
      .option('--git-repo-ref <name>', 'the name of a GitRepository resource with details of the upstream repository')
      .option('--git-repo-namespace <name>', 'the namespace of the GitRepository, that of the automation if not given')
      .option('--git-repo-path <dir>', 'directory with the manifests to be updated, the whole repository if not given')
      .option('--checkout-branch <name>', 'the branch to checkout')
      .option('--push-branch <name>', 'the branch to push commits to, the checkout branch if not given')
      .option('--commit-template <template>', 'a template for commit messages')
      .option('--author-name <name>', 'the name to use for commit author')
      .option('--author-email <email>', 'the email to use for commit author')
      .option('--signing-key-secret <name>', 'the Secret with the key to sign commits with')
      .option('--signing-key-type <type>', 'format of the signing key: gpg or ssh (gpg if not given)');
  },
  spec: (flags) => {
    validate(flags);
    const { gitRepoRef, gitRepoNamespace, gitRepoPath, checkoutBranch, pushBranch, interval } = flags;
    return {
      interval: formatGoDuration(interval),
      sourceRef: { kind: gitRepository.kind, name: gitRepoRef, ...present('namespace', gitRepoNamespace) },
      git: {
        checkout: { ref: { branch: checkoutBranch } },
        commit: commitOf(flags),
        ...(isMissing(pushBranch) ? {} : { push: { branch: pushBranch } }),
      },
      ...(isMissing(gitRepoPath) ? {} : { update: { path: gitRepoPath, strategy: 'Setters' } }),
    };
  },
  success: () => ['ImageUpdateAutomation reconciliation completed'],
};

function validate(flags: Flags): void {
  const { gitRepoRef, checkoutBranch, authorName, authorEmail, signingKeySecret, signingKeyType } = flags;
  if (isMissing(gitRepoRef)) throw new CliError('a reference to a GitRepository is required (--git-repo-ref)');
  if (isMissing(checkoutBranch)) throw new CliError('the Git repository branch is required (--checkout-branch)');
  if (isMissing(authorName)) throw new CliError('the author name is required (--author-name)');
  if (isMissing(authorEmail)) throw new CliError('the author email is required (--author-email)');
  if (isMissing(signingKeyType)) return;
  if (isMissing(signingKeySecret)) throw new CliError('--signing-key-type requires --signing-key-secret');
  if (!['gpg', 'ssh'].includes(signingKeyType ?? '')) {
    throw new CliError('--signing-key-type must be one of: gpg, ssh');
  }
}

function commitOf({ authorName, authorEmail, commitTemplate, signingKeySecret, signingKeyType }: Flags): JsonObject {
  return {
    author: { name: authorName, email: authorEmail },
    ...present('messageTemplate', commitTemplate),
    ...(isMissing(signingKeySecret)
      ? {}
      : { signingKey: { secretRef: { name: signingKeySecret }, ...present('type', signingKeyType) } }),
  };
}
