import { anyOwner } from './local-repositories.ts';
import { gitFailure } from './process/git-failure.ts';
import type { GitProgram } from './process/git-program.ts';
import type { AdvertisedKinds } from './reference/advertised-references.ts';
import type { AdvertisedReference } from './reference/git-reference.ts';

const prefixes: Readonly<Record<AdvertisedKinds, readonly string[]>> = {
  heads: ['refs/heads/'],
  tags: ['refs/tags/'],
  all: [],
};

/** The references of a repository on this machine, as a server would advertise them: one process, no connection. */
export async function listLocal(
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
