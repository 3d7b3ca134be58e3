import type { GitProxy } from './git-remote.ts';

/** The URL of a proxy with its credentials, without a slash at the end. Throws `TypeError` for an address that is no URL. */
export function proxyUrl({ address, username, password }: GitProxy): string {
  const url = new URL(address);
  if (username !== undefined) url.username = encodeURIComponent(username);
  if (password !== undefined) url.password = encodeURIComponent(password);
  return url.href.replace(/\/$/, '');
}
