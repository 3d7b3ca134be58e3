import { type ArchiveEntry, type ArtifactTree, ignoreFileName, sourceIgnoreFilter } from '@flux19/artifacts';
import type { Checkout, GitFile, GitListing } from '@flux19/git';

/** A file of the future artifact: of the commit, or of an included artifact. */
type SourceFile =
  | { readonly kind: 'git'; readonly path: string; readonly file: GitFile }
  | { readonly kind: 'included'; readonly path: string; readonly content: Uint8Array; readonly isExecutable: boolean };

/** Files of another artifact and where they go. */
export interface IncludedFiles {
  readonly tree: ArtifactTree;
  /** Inside the tree, absolute. */
  readonly from: string;
  /** Inside the new artifact, relative; empty for its root. */
  readonly to: string;
}

/** What an artifact is made of. */
export interface SourceFilesOptions {
  readonly checkout: Checkout;
  readonly listing: GitListing;
  /** Later ones replace files of earlier ones and of the commit. */
  readonly included: readonly IncludedFiles[];
  /** `spec.sparseCheckout`; undefined: everything. */
  readonly sparse: readonly string[] | undefined;
  /** `spec.ignore` */
  readonly ignore: string | undefined;
}

/** The entries of the artifact, folders before what is in them, contents read as they are asked for. */
export async function* sourceEntries(options: SourceFilesOptions, signal: AbortSignal): AsyncGenerator<ArchiveEntry> {
  const files = collect(options);
  const isIgnored = sourceIgnoreFilter(await readIgnoreFiles(options.checkout, files, signal), options.ignore);
  const kept = [...files.values()].filter(({ path }) => !isIgnored(path, false)).toSorted(byPath);
  const contents = options.checkout.read(
    kept.filter(isFromGit).map(({ file }) => file),
    signal,
  );
  yield { kind: 'folder', path: '.' };
  for (const path of foldersOf(files.keys(), options)) if (!isIgnored(path, true)) yield { kind: 'folder', path };
  const reader = contents[Symbol.asyncIterator]();
  for (const file of kept) yield await toEntry(file, reader);
}

function collect({ listing, included, sparse }: SourceFilesOptions): Map<string, SourceFile> {
  const files = new Map<string, SourceFile>();
  for (const file of listing.files) {
    if (isWanted(file.path, sparse)) files.set(file.path, { kind: 'git', path: file.path, file });
  }
  for (const { tree, from, to } of included) {
    const prefix = from === '/' ? '/' : `${from}/`;
    for (const name of tree.files()) {
      if (!name.startsWith(prefix)) continue;
      const path = [to, name.slice(prefix.length)].filter((part) => part !== '').join('/');
      const content = tree.readFile(name) ?? new Uint8Array();
      files.set(path, { kind: 'included', path, content, isExecutable: tree.isExecutable(name) });
    }
  }
  return files;
}

/** Flux compares the beginning of the path, without regard to where a name ends: `apps` also takes `apps-old/x`. */
function isWanted(path: string, sparse: readonly string[] | undefined): boolean {
  return sparse === undefined || sparse.length === 0 || sparse.some((folder) => path.startsWith(sparsePath(folder)));
}

/** A folder of `spec.sparseCheckout` as paths are written: `./apps/` is `apps/`. */
export function sparsePath(folder: string): string {
  const path = folder.replace(/^\.\//, '');
  return path === '.' ? '' : path;
}

async function readIgnoreFiles(
  checkout: Checkout,
  files: ReadonlyMap<string, SourceFile>,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const found = [...files.values()].filter(({ path }) => path.split('/').at(-1) === ignoreFileName);
  const reader = checkout
    .read(
      found.filter(isFromGit).map(({ file }) => file),
      signal,
    )
    [Symbol.asyncIterator]();
  for (const file of found) {
    const entry = await toEntry(file, reader);
    texts.set(file.path, Buffer.from(entry.content).toString('utf8'));
  }
  return texts;
}

async function toEntry(
  file: SourceFile,
  reader: AsyncIterator<Uint8Array>,
): Promise<Extract<ArchiveEntry, { kind: 'file' }>> {
  if (file.kind === 'included') {
    return { kind: 'file', path: file.path, isExecutable: file.isExecutable, content: file.content };
  }
  const { value, done } = await reader.next();
  if (done === true) throw new Error(`the content of ${file.path} is missing`);
  return { kind: 'file', path: file.path, isExecutable: file.file.isExecutable, content: value };
}

/** Every folder that a checkout would have, also those where only links and submodules are or everything is ignored. */
function foldersOf(paths: Iterable<string>, { listing, sparse }: SourceFilesOptions): string[] {
  const folders = new Set<string>();
  const add = (path: string): void => {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) return;
      folders.add(folder);
    }
  };
  for (const path of paths) add(path);
  for (const path of listing.links) if (isWanted(path, sparse)) add(path);
  for (const { path } of listing.submodules) if (isWanted(path, sparse)) add(`${path}/`);
  return [...folders].sort();
}

function isFromGit(file: SourceFile): file is Extract<SourceFile, { kind: 'git' }> {
  return file.kind === 'git';
}

function byPath(a: SourceFile, b: SourceFile): number {
  return a.path < b.path ? -1 : 1;
}
