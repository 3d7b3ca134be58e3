import { GitError } from './git-error.ts';
import { anyOwner } from './local-repositories.ts';
import { gitFailure } from './process/git-failure.ts';
import type { GitProgram } from './process/git-program.ts';
import type { AdvertisedKinds } from './reference/advertised-references.ts';
import type { AdvertisedReference, GitReference } from './reference/git-reference.ts';
import { exactName, kindsToList } from './reference/resolve-reference.ts';
import type { RepositoryReader } from './repository/repository-reader.ts';

const prefixes: Readonly<Record<AdvertisedKinds, readonly string[]>> = {
  heads: ['refs/heads/'],
  tags: ['refs/tags/'],
  all: [],
};

/**
 * The references of a repository on this machine that matter for one that is asked for, as a server would advertise them.
 * A branch or tag is looked up without starting anything; only what has to be searched for costs a process.
 */
export async function advertiseLocal(
  program: GitProgram,
  folder: string,
  reader: RepositoryReader,
  reference: GitReference,
  signal: AbortSignal,
): Promise<AdvertisedReference[]> {
  const name = exactName(reference);
  const found = name === undefined ? undefined : await lookUp(reader, name, signal);
  // Nothing found: the whole list tells an empty repository from a missing branch.
  return found === undefined ? listLocal(program, folder, kindsToList(reference), signal) : [found];
}

async function lookUp(
  reader: RepositoryReader,
  name: string,
  signal: AbortSignal,
): Promise<AdvertisedReference | undefined> {
  try {
    const { commit, tag } = await reader.commit(name, signal);
    return tag === undefined ? { name, hash: commit.hash } : { name, hash: tag.hash, peeled: commit.hash };
  } catch (thrown) {
    if (thrown instanceof GitError && lookUpFailures.has(thrown.reason)) return undefined;
    throw thrown;
  }
}

/** Names that do not exist or that git would not take. */
const lookUpFailures: ReadonlySet<string> = new Set(['ReferenceNotFound', 'InvalidReference']);

async function listLocal(
  program: GitProgram,
  folder: string,
  kinds: AdvertisedKinds,
  signal: AbortSignal,
): Promise<AdvertisedReference[]> {
  const format = '%(refname)%00%(objectname)%00%(*objectname)';
  const words = ['for-each-ref', `--format=${format}`, ...prefixes[kinds]];
  const { code, output, errors } = await program.run({ arguments: words, folder, settings: anyOwner }, signal);
  if (code !== 0) throw gitFailure(errors);
  const lines = output
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const [name = '', hash = '', peeled = ''] = line.split('\0');
    return peeled === '' ? { name, hash } : { name, hash, peeled };
  });
}
