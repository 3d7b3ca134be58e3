import { gitFailure } from '../process/git-failure.ts';
import type { GitProgram } from '../process/git-program.ts';

/** New content of a file, or `undefined` for one that is to vanish. */
export type FileChange =
  | string
  | Uint8Array
  | { readonly content: string | Uint8Array; readonly isExecutable: boolean }
  | undefined;

/** A commit to be made on top of a branch. */
export interface NewCommit {
  /** Made when it does not exist yet. */
  readonly branch: string;
  /** By path. */
  readonly changes: ReadonlyMap<string, FileChange>;
  /** Starts from no files instead of those of the branch. */
  readonly isWhole?: boolean;
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  /** Milliseconds since the Unix epoch. */
  readonly when: number;
  /** Tags to set on the commit; with a message they become annotated. */
  readonly tags?: readonly { readonly name: string; readonly message?: string }[];
}

/** Writes a commit into a bare repository, without a work tree, and returns its hash. Throws `GitError`. */
export async function writeCommit(
  program: GitProgram,
  folder: string,
  commit: NewCommit,
  signal: AbortSignal,
): Promise<string> {
  const branch = `refs/heads/${commit.branch}`;
  const known = await program.run({ arguments: ['rev-parse', '--verify', '--quiet', branch], folder }, signal);
  const parent = known.code === 0 ? known.output.toString('utf8').trim() : undefined;
  const { code, output, errors } = await program.run(
    { arguments: ['fast-import', '--quiet', '--cat-blob-fd=1'], folder, input: importStream(commit, branch, parent) },
    signal,
  );
  if (code !== 0) throw gitFailure(errors);
  return output.toString('utf8').trim();
}

/** The commands of `git fast-import`: https://git-scm.com/docs/git-fast-import#_input_format */
function importStream(commit: NewCommit, branch: string, parent: string | undefined): Buffer {
  const person = `${plain(commit.author.name)} <${plain(commit.author.email)}> ${Math.floor(commit.when / 1000)} +0000`;
  const parts: (string | Uint8Array)[] = [`commit ${branch}\nmark :1\nauthor ${person}\ncommitter ${person}\n`];
  parts.push(...data(commit.message));
  if (parent !== undefined) parts.push(`from ${parent}\n`);
  if (commit.isWhole === true) parts.push('deleteall\n');
  for (const [path, change] of commit.changes) parts.push(...fileCommands(path, change));
  for (const tag of commit.tags ?? []) {
    if (tag.message === undefined) parts.push(`reset refs/tags/${tag.name}\nfrom :1\n\n`);
    else parts.push(`tag ${tag.name}\nfrom :1\ntagger ${person}\n`, ...data(tag.message));
  }
  parts.push('get-mark :1\n');
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

function fileCommands(path: string, change: FileChange): (string | Uint8Array)[] {
  const quoted = `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
  if (change === undefined) return [`D ${quoted}\n`];
  const isDetailed = typeof change === 'object' && 'isExecutable' in change;
  const content = isDetailed ? change.content : change;
  return [`M ${isDetailed && change.isExecutable ? '100755' : '100644'} inline ${quoted}\n`, ...data(content)];
}

function data(content: string | Uint8Array): (string | Uint8Array)[] {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return [`data ${bytes.length}\n`, bytes, '\n'];
}

/** Without what would end the field. */
function plain(text: string): string {
  return text.replace(/[<>\n]/g, ' ').trim();
}
