import { GitError, type GitFailure } from '../git-error.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly reason: GitFailure;
  /** go-git's words, which Flux shows; absent: git's own. */
  readonly detail?: string;
}

/** In order; the first that fits decides. */
const rules: readonly Rule[] = [
  { pattern: /couldn't find remote ref (\S+)/, reason: 'ReferenceNotFound', detail: `couldn't find remote ref "$1"` },
  {
    pattern: /not our ref|unadvertised object|unable to find [0-9a-f]{40}/,
    reason: 'ReferenceNotFound',
    detail: 'object not found',
  },
  {
    pattern: /HOST IDENTIFICATION HAS CHANGED|host key for .* has changed/i,
    reason: 'HostKey',
    detail: 'ssh: handshake failed: knownhosts: key mismatch',
  },
  {
    pattern: /Host key verification failed/,
    reason: 'HostKey',
    detail: 'ssh: handshake failed: knownhosts: key is unknown',
  },
  {
    pattern: /incorrect passphrase|error in libcrypto|invalid format|Load key/,
    reason: 'AuthenticationFailed',
    detail: 'ssh: the identity key cannot be read',
  },
  {
    pattern: /Permission denied \(/,
    reason: 'AuthenticationFailed',
    detail: 'ssh: handshake failed: ssh: unable to authenticate',
  },
  { pattern: /returned error: 403/, reason: 'AuthenticationFailed', detail: 'authorization failed' },
  {
    pattern: /could not read (?:Username|Password)|Authentication failed|returned error: 401|error: 407/,
    reason: 'AuthenticationFailed',
    detail: 'authentication required',
  },
  {
    pattern:
      /repository '.*' not found|returned error: 404|does not appear to be a git repository|Repository not found/,
    reason: 'NotFound',
    detail: 'repository not found',
  },
  {
    pattern: /returned error: 30\d/,
    reason: 'Failed',
    detail: 'the server redirects elsewhere, where credentials are not sent',
  },
  { pattern: /certificate|SSL|TLS|gnutls/i, reason: 'Certificate' },
  {
    pattern:
      /Could not resolve|[Cc]onnect|timed out|Connection|Network is unreachable|early EOF|hung up|returned error: 5\d\d/,
    reason: 'Network',
  },
  { pattern: /transport '.*' not allowed/, reason: 'InvalidUrl', detail: 'transport not allowed' },
];

/** Turns what git printed into an error whose message is go-git's, as far as there is one. */
export function gitFailure(errors: string): GitError {
  for (const { pattern, reason, detail } of rules) {
    const match = pattern.exec(errors);
    if (match !== null) return new GitError(reason, detail?.replace('$1', match[1] ?? '') ?? firstFault(errors));
  }
  return new GitError('Failed', firstFault(errors));
}

/** The line that says why, without what git puts in front. Lines of the server (`remote: …`) are its words, not ours to repeat. */
function firstFault(errors: string): string {
  const lines = errors.split('\n').filter((line) => line !== '' && !line.startsWith('remote:'));
  const line = lines.find((each) => /^(?:fatal|error|ssh|curl):/.test(each)) ?? lines[0] ?? 'git failed';
  return line
    .replace(/^(?:fatal|error): /, '')
    .replace(/^unable to access '[^']*': /, '')
    .slice(0, 500);
}

/** Replaces every secret by asterisks. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text);
}
