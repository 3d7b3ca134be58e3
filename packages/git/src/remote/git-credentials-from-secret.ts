import { GitError } from '../git-error.ts';
import type { GitCredentials } from './git-remote.ts';

/**
 * Reads the data of a Secret as Flux does: which keys count depends on the URL.
 * ssh: `identity`, `known_hosts`, `password` (passphrase). http, https: `bearerToken`, else `username` and `password`; `ca.crt` before `caFile`;
 * `tls.crt` with `tls.key`. Throws `GitError` `InvalidCredentials` with Flux's message.
 *
 * @param url the repository's URL; its scheme and, for http, its own user and password matter
 * @param data decoded values by key
 */
export function gitCredentialsFromSecret(url: string, data: Readonly<Record<string, string>>): GitCredentials {
  const scheme = url.slice(0, Math.max(0, url.indexOf('://')));
  return scheme === 'ssh' ? sshCredentials(data) : httpCredentials(scheme, url, data);
}

function sshCredentials(data: Readonly<Record<string, string>>): GitCredentials {
  const { identity = '', known_hosts: knownHosts = '', password = '' } = data;
  if (identity === '') throw invalid(`invalid 'ssh' auth option: 'identity' is required`);
  if (knownHosts === '') throw invalid(`invalid 'ssh' auth option: 'known_hosts' is required`);
  return { identity, knownHosts, ...(password === '' ? {} : { password }) };
}

function httpCredentials(scheme: string, url: string, data: Readonly<Record<string, string>>): GitCredentials {
  const { username = '', password = '', bearerToken } = data;
  const tls = withoutEmpty({
    certificateAuthority: data['ca.crt'] || data['caFile'],
    clientCertificate: data['tls.crt'],
    clientKey: data['tls.key'],
  });
  if ((tls.clientCertificate === undefined) !== (tls.clientKey === undefined)) {
    throw invalid(`invalid '${scheme}' auth option: 'tls.crt' and 'tls.key' must be set together`);
  }
  if (bearerToken !== undefined) return { bearerToken, ...tls };
  if (username === '' && password !== '' && !hasUser(url)) {
    throw invalid(`invalid '${scheme}' auth option: 'password' requires 'username' to be set`);
  }
  return { ...withoutEmpty({ username, password }), ...tls };
}

function hasUser(url: string): boolean {
  return URL.parse(url)?.username !== '';
}

function withoutEmpty<Key extends string>(values: Record<Key, string | undefined>): { [key in Key]?: string } {
  const given = Object.entries<string | undefined>(values).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given) as { [key in Key]?: string };
}

function invalid(message: string): GitError {
  return new GitError('InvalidCredentials', message);
}
