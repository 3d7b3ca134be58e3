import { GitError } from '../git-error.ts';

/** The ways to talk to a repository. `file` only where it was allowed. */
type GitScheme = 'https' | 'http' | 'ssh' | 'file';

/** A URL that is safe to hand to git. */
export interface RemoteUrl {
  readonly scheme: GitScheme;
  /** Without user and password for http and https; for ssh with the user. */
  readonly address: string;
  /** For messages: no user, password or query. */
  readonly text: string;
  /** Scheme, host and port: credentials go nowhere else. */
  readonly origin: string;
  readonly username: string;
  readonly password: string;
}

const schemes: ReadonlySet<string> = new Set(['https', 'http', 'ssh', 'file']);
const hostPattern = /^(?:[A-Za-z0-9_][A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])$/;
const userPattern = /^(?:[A-Za-z0-9_.+@][A-Za-z0-9_.+@-]*)?$/;

/**
 * Reads a repository's URL and refuses everything that git, ssh or a shell could take for something else: other schemes (`ext::`),
 * options (`-…`, also as host or user), control characters. Throws `GitError` `InvalidUrl`.
 */
export function parseRemoteUrl(text: string, options: { readonly allowLocal: boolean }): RemoteUrl {
  const scheme = /^([a-z]+):\/\//.exec(text)?.[1] ?? '';
  const isAllowed = schemes.has(scheme) && (scheme !== 'file' || options.allowLocal);
  if (!isAllowed) throw invalid('it must begin with https://, http:// or ssh://');
  if (hasControlCharacter(text)) throw invalid('it holds a control character');
  const url = parse(text);
  if (scheme === 'file') return { scheme, address: text, text, origin: 'file://', username: '', password: '' };
  if (!hostPattern.test(url.hostname)) throw invalid('its host is not valid');
  const username = decode(url.username);
  const password = decode(url.password);
  if (scheme === 'ssh' && !userPattern.test(username)) throw invalid('its user is not valid');
  const origin = `${scheme}://${url.host}`;
  const path = url.pathname;
  const user = scheme === 'ssh' ? `${username === '' ? 'git' : username}@` : '';
  const address = `${scheme}://${user}${url.host}${path}${scheme === 'ssh' ? '' : url.search}`;
  return { scheme: scheme as GitScheme, address, text: origin + path, origin, username, password };
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw invalid('it cannot be parsed', cause);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw invalid('its user or password is not properly encoded', cause);
  }
}

/** The text itself stays out of the message: it may hold a password. */
function invalid(why: string, cause?: unknown): GitError {
  return new GitError('InvalidUrl', `invalid repository url: ${why}`, { cause });
}
