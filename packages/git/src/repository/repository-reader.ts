import { GitError } from '../git-error.ts';
import type { GitCommit, GitTag } from './commit.ts';
import type { ContentCache } from './content-cache.ts';
import type { GitFile, GitListing } from './git-files.ts';
import { listTree } from './list-tree.ts';
import type { GitObject } from './object-parser.ts';
import type { ObjectReader } from './object-reader.ts';
import { parseCommit, parseTag } from './parse-object.ts';

/** How many contents are asked for ahead of their use. */
const readAhead = 256;

/** Tags that point to tags are followed this far. */
const maximumTagDepth = 5;

/** Reads commits, tags and files of one repository. */
export class RepositoryReader {
  readonly #objects: ObjectReader;
  readonly #contents: ContentCache;
  readonly #maximumEntries: number;

  constructor(objects: ObjectReader, contents: ContentCache, options: { readonly maximumEntries: number }) {
    this.#objects = objects;
    this.#contents = contents;
    this.#maximumEntries = options.maximumEntries;
  }

  /** The commit behind a hash or full reference name, and the first tag on the way to it. Throws `ReferenceNotFound`. */
  async commit(name: string, signal: AbortSignal): Promise<{ readonly commit: GitCommit; readonly tag?: GitTag }> {
    let object = await this.#object(name, signal);
    let first: GitTag | undefined;
    for (let depth = 0; object.type === 'tag' && depth < maximumTagDepth; depth += 1) {
      const tag = parseTag(object);
      first ??= tag;
      object = await this.#object(tag.object, signal);
    }
    if (object.type !== 'commit') throw new GitError('ReferenceNotFound', `${name} does not lead to a commit`);
    return { commit: parseCommit(object), ...(first === undefined ? {} : { tag: first }) };
  }

  /** Whether there is an object of this hash. */
  async has(hash: string, signal: AbortSignal): Promise<boolean> {
    return (await this.#objects.read(hash, signal)) !== undefined;
  }

  list(tree: string, signal: AbortSignal): Promise<GitListing> {
    return listTree((hash, inner) => this.#content(hash, inner), tree, this.#maximumEntries, signal);
  }

  /** Contents in the order of the files. */
  async *read(files: readonly GitFile[], signal: AbortSignal): AsyncIterable<Uint8Array> {
    for (let from = 0; from < files.length; from += readAhead) {
      const part = files.slice(from, from + readAhead);
      const objects = await Promise.all(part.map((file) => this.#content(file.hash, signal)));
      for (const object of objects) yield object.content;
    }
  }

  close(): void {
    this.#objects.close();
  }

  /** A tree or file. Those of former commits need not be read again: a hash names its content. */
  async #content(hash: string, signal: AbortSignal): Promise<GitObject> {
    const known = this.#contents.get(hash);
    if (known !== undefined) return known;
    const object = await this.#object(hash, signal);
    this.#contents.put(object);
    return object;
  }

  async #object(name: string, signal: AbortSignal): Promise<GitObject> {
    const object = await this.#objects.read(name, signal);
    if (object !== undefined) return object;
    throw new GitError('ReferenceNotFound', `unable to resolve commit object for '${name}': object not found`);
  }
}
