import { SopsError } from '../sops-error.ts';
import type { SopsFormat } from '../sops-format.ts';
import { isComment, isMap, type SopsEntry, type SopsMap } from '../tree/sops-tree.ts';
import { unflatten } from './unflatten.ts';

/** The documents of a file, and what SOPS added to them. */
export interface SplitDocuments {
  readonly documents: readonly SopsMap[];
  readonly metadata: SopsMap;
}

const metadataKey = 'sops';
const flatPrefix = 'sops_';

/** Takes the metadata out of the documents. Every document repeats it, and the first counts. Throws SopsError when there is none. */
export function splitMetadata(documents: readonly SopsMap[], format: SopsFormat): SplitDocuments {
  return format === 'dotenv' ? splitFlat(documents) : splitNested(documents, format);
}

function splitNested(documents: readonly SopsMap[], format: SopsFormat): SplitDocuments {
  const found = (documents[0]?.entries ?? []).filter((entry) => !isComment(entry) && entry.key === metadataKey);
  const [first, second] = found as readonly SopsEntry[];
  if (first === undefined) throw new SopsError('Malformed', 'sops metadata not found');
  if (second !== undefined) throw new SopsError('Malformed', 'Found duplicate sops entry');
  if (!isMap(first.value)) throw new SopsError('Malformed', 'Found sops entry that is not a mapping');
  const rest = documents.map(({ entries }): SopsMap => {
    return { kind: 'map', entries: entries.filter((entry) => isComment(entry) || entry.key !== metadataKey) };
  });
  const metadata = format === 'ini' ? unflatten(withLineBreaks(first.value)) : first.value;
  return { documents: rest, metadata };
}

/** INI files keep line breaks as `\n`. */
function withLineBreaks({ entries }: SopsMap): SopsMap {
  return {
    kind: 'map',
    entries: entries.map((entry) =>
      entry.kind === 'entry' && typeof entry.value === 'string'
        ? { ...entry, value: entry.value.replaceAll('\\n', '\n') }
        : entry,
    ),
  };
}

function splitFlat([document, ...others]: readonly SopsMap[]): SplitDocuments {
  const isOwn = (entry: SopsMap['entries'][number]): entry is SopsEntry =>
    !isComment(entry) && entry.key.startsWith(flatPrefix);
  const entries = document?.entries ?? [];
  const own = entries.filter(isOwn).map((entry) => ({ ...entry, key: entry.key.slice(flatPrefix.length) }));
  if (own.length === 0) throw new SopsError('Malformed', 'sops metadata not found');
  const rest: SopsMap = { kind: 'map', entries: entries.filter((entry) => !isOwn(entry)) };
  return { documents: [rest, ...others], metadata: unflatten({ kind: 'map', entries: own }) };
}
