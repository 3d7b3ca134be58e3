import type { GitRemote } from '../remote/git-remote.ts';
import { parseRemoteUrl } from '../remote/remote-url.ts';

const scpForm = /^(?:([^@/:]+)@)?([^/:@]+):(?!\/\/)(.+)$/;

/**
 * How to reach a submodule: its URL may be relative to the repository that names it. Credentials for http go to the same scheme, host and port only,
 * a key for ssh to any ssh server, since known_hosts decides whom it is shown to. Throws `GitError` `InvalidUrl`.
 */
export function submoduleRemote(parent: GitRemote, url: string, options: { readonly allowLocal: boolean }): GitRemote {
  const absolute = absoluteUrl(parent.url, url);
  const from = parseRemoteUrl(parent.url, options);
  const to = parseRemoteUrl(absolute, options);
  const isTrusted = from.scheme === 'ssh' ? to.scheme === 'ssh' : from.origin === to.origin;
  const { credentials, proxy } = parent;
  return {
    url: absolute,
    ...(isTrusted && credentials !== undefined ? { credentials } : {}),
    ...(proxy === undefined || to.scheme === 'ssh' ? {} : { proxy }),
  };
}

function absoluteUrl(parent: string, url: string): string {
  // Git takes the repository itself for a folder: `../x` stands beside it.
  if (/^\.\.?\//.test(url)) return new URL(url, `${parent.replace(/\/$/, '')}/`).href;
  const [, user = 'git', host, path] = scpForm.exec(url) ?? [];
  return host === undefined ? url : `ssh://${user}@${host}/${path}`;
}
