import type { AdvertisedReference } from './git-reference.ts';

const peeledSuffix = '^{}';

/** Reads what `git ls-remote` prints: `<hash>\t<name>`, an annotated tag being followed by `<commit>\t<name>^{}`. */
export function parseAdvertised(output: string): AdvertisedReference[] {
  const found = new Map<string, { name: string; hash: string; peeled?: string }>();
  for (const line of output.split('\n')) {
    const [hash = '', name = ''] = line.split('\t');
    if (name === '') continue;
    const tag = name.endsWith(peeledSuffix) ? found.get(name.slice(0, -peeledSuffix.length)) : undefined;
    if (tag === undefined) found.set(name, { name, hash });
    else tag.peeled = hash;
  }
  return [...found.values()];
}

/** Which kinds of references a server needs to list for a request: fewer is faster with large repositories. */
export type AdvertisedKinds = 'heads' | 'tags' | 'all';
