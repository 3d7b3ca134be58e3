import { GitError } from '../git-error.ts';
import type { AdvertisedKinds } from './advertised-references.ts';
import { chooseVersions } from './choose-version.ts';
import type { AdvertisedReference, GitReference, ResolvedReference } from './git-reference.ts';

/** Flux's branch when a reference names nothing. */
const defaultBranch = 'master';

const fullHash = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** What a server has to list so that a reference can be resolved. */
export function kindsToList(reference: GitReference): AdvertisedKinds {
  if (isSet(reference.commit)) return 'heads';
  if (isSet(reference.name)) return kindOfName(reference.name);
  return isSet(reference.semver) || isSet(reference.tag) ? 'tags' : 'heads';
}

/** The one full name that a reference is about; undefined when several have to be looked at. */
export function exactName(reference: GitReference): string | undefined {
  if (isSet(reference.commit)) return isSet(reference.branch) ? `refs/heads/${reference.branch}` : undefined;
  if (isSet(reference.name))
    return reference.name.startsWith('refs/') ? reference.name.replace(/\^\{\}$/, '') : undefined;
  if (isSet(reference.semver)) return undefined;
  if (isSet(reference.tag)) return `refs/tags/${reference.tag}`;
  return `refs/heads/${isSet(reference.branch) ? reference.branch : defaultBranch}`;
}

function kindOfName(name: string): AdvertisedKinds {
  if (name.startsWith('refs/heads/')) return 'heads';
  return name.startsWith('refs/tags/') ? 'tags' : 'all';
}

/**
 * Where a reference points, by Flux's precedence: commit, name, semver, tag, branch.
 * More than one answer means versions that differ in build metadata only; the youngest commit is meant.
 * Throws `GitError` `ReferenceNotFound`, `InvalidReference` or `EmptyRepository`, with Flux's message.
 *
 * @param url for messages
 */
export function resolveReference(
  advertised: readonly AdvertisedReference[],
  reference: GitReference,
  url: string,
): readonly [ResolvedReference, ...ResolvedReference[]] {
  if (isSet(reference.commit)) return [pinned(advertised, reference.commit, reference.branch, url)];
  if (isSet(reference.name)) return [named(advertised, reference.name)];
  if (isSet(reference.semver)) return versions(advertised, reference.semver, url);
  if (isSet(reference.tag)) return [required(advertised, `refs/tags/${reference.tag}`, url)];
  if (advertised.length === 0) throw new GitError('EmptyRepository', 'git repository is empty');
  return [required(advertised, `refs/heads/${isSet(reference.branch) ? reference.branch : defaultBranch}`, url)];
}

/** Flux treats an empty text like an absent one. */
function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function pinned(
  advertised: readonly AdvertisedReference[],
  commit: string,
  branch: string | undefined,
  url: string,
): ResolvedReference {
  if (!fullHash.test(commit)) {
    throw new GitError('ReferenceNotFound', `unable to resolve commit object for '${commit}': object not found`);
  }
  if (!isSet(branch)) return { commit, reference: '', isPinned: true };
  return { commit, reference: required(advertised, `refs/heads/${branch}`, url).reference, isPinned: true };
}

function named(advertised: readonly AdvertisedReference[], name: string): ResolvedReference {
  if (name.startsWith('/') || name.endsWith('/')) {
    throw new GitError('InvalidReference', `ref ${name} is invalid; Git refs cannot begin or end with a slash '/'`);
  }
  const found = find(advertised, name.replace(/\^\{\}$/, ''));
  if (found !== undefined) return { ...found, reference: name };
  throw new GitError('ReferenceNotFound', `unable to resolve ref '${name}' to a specific commit`);
}

function versions(
  advertised: readonly AdvertisedReference[],
  range: string,
  url: string,
): readonly [ResolvedReference, ...ResolvedReference[]] {
  const prefix = 'refs/tags/';
  const tags = advertised.filter(({ name }) => name.startsWith(prefix)).map(({ name }) => name.slice(prefix.length));
  const [first, ...others] = chooseVersions(tags, range);
  const resolve = (tag: string): ResolvedReference => required(advertised, prefix + tag, url);
  return [resolve(first), ...others.map(resolve)];
}

function required(advertised: readonly AdvertisedReference[], name: string, url: string): ResolvedReference {
  const found = find(advertised, name);
  if (found !== undefined) return found;
  throw new GitError('ReferenceNotFound', `unable to clone '${url}': couldn't find remote ref "${name}"`);
}

function find(advertised: readonly AdvertisedReference[], name: string): ResolvedReference | undefined {
  const found = advertised.find((each) => each.name === name);
  if (found === undefined) return undefined;
  if (found.peeled === undefined) return { commit: found.hash, reference: name };
  return { commit: found.peeled, reference: name, tag: found.hash };
}
