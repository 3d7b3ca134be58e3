import { formatGoDuration } from '@flux19/expressions';
import type { KubeObject } from '@flux19/objects';
import { gitRepository } from '../../kinds/source-kinds.ts';
import { CliError } from '../../program/cli-error.ts';
import { durationText, isMissing, nameReference, present } from './create-fields.ts';
import { type CreateOptions, parseLabels } from './create-options.ts';
import { type GitUrl, parseGitUrl } from './git-url.ts';
import type { KeyOptions } from './key-options.ts';

/** Flags of `create source git`. */
export interface SourceGitOptions extends CreateOptions, KeyOptions {
  readonly url?: string;
  readonly branch?: string;
  readonly tag?: string;
  readonly tagSemver?: string;
  readonly refName?: string;
  readonly commit?: string;
  readonly username?: string;
  readonly password?: string;
  readonly secretRef?: string;
  readonly proxySecretRef?: string;
  readonly provider?: string;
  readonly caFile?: string;
  readonly privateKeyFile?: string;
  readonly recurseSubmodules?: boolean;
  readonly silent?: boolean;
  readonly ignorePaths?: readonly string[];
  readonly sparseCheckoutPaths?: readonly string[];
  /** Milliseconds. */
  readonly fetchTimeout?: number;
}

/** The GitRepository that the flags describe. Throws CliError when they do not fit together. */
export function buildGitRepository(name: string, options: SourceGitOptions): KubeObject {
  const url = parseGitUrl(options.url, ['ssh', 'http', 'https']);
  validate(url, options);
  const labels = parseLabels(options);
  return {
    apiVersion: gitRepository.apiVersion,
    kind: gitRepository.kind,
    metadata: { name, namespace: options.namespace, ...(Object.keys(labels).length > 0 ? { labels } : {}) },
    spec: {
      interval: formatGoDuration(options.interval),
      url: url.text,
      ref: reference(options),
      ...present('recurseSubmodules', options.recurseSubmodules),
      ...present('ignore', options.ignorePaths?.join('\n')),
      ...present('sparseCheckout', options.sparseCheckoutPaths),
      ...present('timeout', durationText(options.fetchTimeout)),
      ...present('secretRef', nameReference(options.secretRef)),
      ...present('proxySecretRef', nameReference(options.proxySecretRef)),
      ...present('provider', options.provider),
    },
  };
}

function validate(url: GitUrl, options: SourceGitOptions): void {
  const { branch, tag, tagSemver, commit, refName, caFile } = options;
  if ([branch, tag, tagSemver, commit, refName].every(isMissing)) {
    throw new CliError(
      'a Git ref is required, use one of the following: --branch, --tag, --commit, --ref-name or --tag-semver',
    );
  }
  if (!isMissing(caFile) && url.scheme === 'ssh') {
    throw new CliError('specifying a CA file is not supported for Git over SSH');
  }
}

/** Flux: the most exact of the flags wins, and only a commit keeps its branch. */
function reference({ branch, tag, tagSemver, commit, refName }: SourceGitOptions): Readonly<Record<string, string>> {
  if (commit !== undefined && commit !== '') return { commit, ...(branch === undefined ? {} : { branch }) };
  if (refName !== undefined && refName !== '') return { name: refName };
  if (tagSemver !== undefined && tagSemver !== '') return { semver: tagSemver };
  if (tag !== undefined && tag !== '') return { tag };
  return { branch: branch ?? '' };
}
