import type { Checkout } from './git-client.ts';
import type { ResolvedReference } from './reference/git-reference.ts';
import type { GitCommit, GitTag } from './repository/commit.ts';
import type { GitFile, GitListing, GitSubmodule } from './repository/git-files.ts';
import type { RepositoryReader } from './repository/repository-reader.ts';

/** Gives the checkout of a submodule, undefined when nothing says where it comes from. */
export type OpenSubmodule = (
  submodule: GitSubmodule,
  files: readonly GitFile[],
  signal: AbortSignal,
) => Promise<Checkout | undefined>;

/** What a checkout is made of. */
export interface CheckoutParts {
  readonly reader: RepositoryReader;
  readonly resolved: ResolvedReference;
  readonly commit: GitCommit;
  readonly tag?: GitTag;
  /** Absent: submodules stay empty. */
  readonly openSubmodule?: OpenSubmodule;
}

/** A commit in a local repository, together with its submodules. */
export function createCheckout(parts: CheckoutParts): Checkout {
  /** Files of submodules, which other repositories hold. */
  const foreign = new Map<GitFile, { readonly checkout: Checkout; readonly file: GitFile }>();

  async function list(signal: AbortSignal): Promise<GitListing> {
    const own = await parts.reader.list(parts.commit.tree, signal);
    if (parts.openSubmodule === undefined || own.submodules.length === 0) return own;
    const files = [...own.files];
    const links = [...own.links];
    const left: GitSubmodule[] = [];
    for (const submodule of own.submodules) {
      const checkout = await parts.openSubmodule(submodule, own.files, signal);
      if (checkout === undefined) {
        left.push(submodule);
        continue;
      }
      const inner = await checkout.list(signal);
      links.push(...inner.links.map((path) => `${submodule.path}/${path}`));
      for (const file of inner.files) {
        const placed = { ...file, path: `${submodule.path}/${file.path}` };
        foreign.set(placed, { checkout, file });
        files.push(placed);
      }
    }
    files.sort((a, b) => (a.path < b.path ? -1 : 1));
    return { files, links, submodules: left };
  }

  async function* read(files: readonly GitFile[], signal: AbortSignal): AsyncIterable<Uint8Array> {
    for (const run of runsOf(files, (file) => foreign.get(file)?.checkout)) {
      if (run.key === undefined) yield* parts.reader.read(run.items, signal);
      else
        yield* run.key.read(
          run.items.map((file) => foreign.get(file)?.file ?? file),
          signal,
        );
    }
  }

  const { resolved, commit, tag } = parts;
  return { resolved, commit, list, read, ...(tag === undefined ? {} : { tag }) };
}

interface Run<Item, Key> {
  readonly key: Key;
  readonly items: Item[];
}

/** Neighbours with the same key, in their order. */
function runsOf<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Run<Item, Key>[] {
  const runs: Run<Item, Key>[] = [];
  for (const item of items) {
    const key = keyOf(item);
    const last = runs.at(-1);
    if (last !== undefined && last.key === key) last.items.push(item);
    else runs.push({ key, items: [item] });
  }
  return runs;
}
