import { OciError } from '../oci-error.ts';
import { isDigest } from './digest.ts';
import type { OciReference, RepositoryName } from './oci-reference.ts';

/** The registry that is meant when a name has none. */
const defaultRegistry = 'docker.io';
const defaultTag = 'latest';
const aliases: ReadonlySet<string> = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);

const hostPattern =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/;
const componentPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const longestName = 255;

/** Says whether a text may be a tag. */
export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** Says whether a text may be the name of a repository inside a registry. */
export function isRepositoryPath(text: string): boolean {
  return text.length <= longestName && text.split('/').every((part) => componentPattern.test(part));
}

/**
 * Reads what people write for an image, by Docker's rules: `nginx` is `docker.io/library/nginx:latest`. A first name with a dot or colon,
 * or `localhost`, is the registry. Throws `OciError` `InvalidReference`.
 */
export function parseReference(text: string): OciReference {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isDigest(digest)) throw invalid(text, 'it has no valid digest');
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !isTag(tag)) throw invalid(text, 'it has no valid tag');
  const name = parseRepository(colon < 0 ? named : named.slice(0, colon));
  if (digest !== undefined) return { ...name, ...(tag === undefined ? {} : { tag }), digest };
  return { ...name, tag: tag ?? defaultTag };
}

/** Reads the name of a repository, without tag or digest, by the same rules. Throws `OciError` `InvalidReference`. */
export function parseRepository(text: string): RepositoryName {
  const slash = text.indexOf('/');
  const first = slash < 0 ? '' : text.slice(0, slash);
  const hasRegistry = first === 'localhost' || /[.:]/.test(first);
  const registry = hasRegistry ? normalRegistry(first) : defaultRegistry;
  const path = hasRegistry ? text.slice(slash + 1) : text;
  const repository = registry === defaultRegistry && !path.includes('/') ? `library/${path}` : path;
  if (!hostPattern.test(registry)) throw invalid(text, 'its registry is no host');
  if (!isRepositoryPath(repository)) throw invalid(text, 'it is no name of a repository');
  return { registry, repository };
}

/** One name for a registry that has several. */
export function normalRegistry(host: string): string {
  const lower = host.toLowerCase();
  return aliases.has(lower) ? defaultRegistry : lower;
}

/** `docker.io/library/nginx` */
export function formatRepository({ registry, repository }: RepositoryName): string {
  return `${registry}/${repository}`;
}

/** `docker.io/library/nginx:1.27`, or with `@sha256:…` when there is a digest. */
export function formatReference(reference: OciReference): string {
  const { tag, digest } = reference;
  const name = formatRepository(reference);
  if (digest !== undefined) return `${name}@${digest}`;
  return `${name}:${tag ?? defaultTag}`;
}

/** The name as Flux writes it into statuses and messages: its library calls Docker's registry `index.docker.io`. */
export function canonicalRepository({ registry, repository }: RepositoryName): string {
  return `${registry === defaultRegistry ? 'index.docker.io' : registry}/${repository}`;
}

function invalid(text: string, why: string): OciError {
  return new OciError('InvalidReference', `could not parse reference '${text.slice(0, 300)}': ${why}`);
}
