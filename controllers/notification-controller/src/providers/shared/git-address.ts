import { DeliveryError } from '../delivery-error.ts';

/** A repository at a host of git. */
export interface GitAddress {
  /** `https://host:port`; addresses of ssh are taken for the same host's https. */
  readonly host: string;
  /** Path without slash and `.git`: `owner/repository`. */
  readonly id: string;
}

/** `user@host:path`, as git takes it. */
const scpForm = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)(.*)$/;

/** Reads a URL or `git@host:owner/repository.git`. */
export function parseGitAddress(address: string): GitAddress {
  const scp = scpForm.exec(address);
  const text = scp === null ? address : `ssh://${scp[1]}/${scp[2]}`;
  if (!URL.canParse(text))
    throw new DeliveryError(`failed parsing URL ${JSON.stringify(address)}: invalid URI for request`);
  const { protocol, host, pathname } = new URL(text);
  const scheme = protocol === 'ssh:' ? 'https:' : protocol;
  return {
    host: `${scheme}//${host}`,
    id: decodeURI(pathname)
      .replace(/^\/+/, '')
      .replace(/\.git$/, ''),
  };
}

/** Owner and name of a repository that has nothing else in its id. */
export function parseOwnerAndName(id: string): readonly [owner: string, name: string] {
  const [owner, name, ...others] = id.split('/');
  if (owner === undefined || name === undefined || others.length > 0) {
    throw new DeliveryError(`invalid repository id ${JSON.stringify(id)}`);
  }
  return [encodeURIComponent(owner), encodeURIComponent(name)];
}
