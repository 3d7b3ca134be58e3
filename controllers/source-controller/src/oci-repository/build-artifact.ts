import { conditionTypes, type OciRepository, reasons } from '@flux19/api';
import {
  type ArchiveEntry,
  type Artifact,
  type ArtifactStore,
  type ArtifactTarget,
  defaultArchiveLimits,
  ignoreFileName,
  readArchive,
  sourceIgnoreFilter,
} from '@flux19/artifacts';
import { SourceError, textOf } from '../source/source-error.ts';
import { type FetchedLayer, layerFailure } from './fetch-layer.ts';
import type { ObservedUpstream } from './observe.ts';

/** Puts a layer into the store: its files without those that are ignored, or the layer itself. Throws `SourceError`. */
export async function buildArtifact(
  store: ArtifactStore,
  object: OciRepository,
  { revision, digest }: ObservedUpstream,
  { content, metadata }: FetchedLayer,
  signal: AbortSignal,
): Promise<Artifact> {
  const { namespace = '', name } = object.metadata;
  const target: ArtifactTarget = {
    kind: object.kind,
    namespace,
    name,
    fileName: `${digest}.tar.gz`,
    revision,
    ...(metadata === undefined ? {} : { metadata }),
  };
  if (object.spec.layerSelector?.operation === 'copy') {
    return stored('unable to copy artifact to storage', signal, () => store.put(target, content, signal));
  }
  const entries = kept(await unpack(content, signal), object.spec.ignore);
  return stored('unable to archive artifact to storage', signal, () => store.archive(target, entries, signal));
}

async function unpack(content: Uint8Array, signal: AbortSignal): Promise<ArchiveEntry[]> {
  try {
    return await readArchive(content, defaultArchiveLimits, { skipLinks: true });
  } catch (thrown) {
    signal.throwIfAborted();
    throw layerFailure(`failed to extract layer contents from artifact: ${textOf(thrown)}`, thrown);
  }
}

/**
 * What the `.sourceignore` files of the content and `spec.ignore` leave of it, by path: the order of the layer does not show. Of what is in it
 * twice the last counts, as when it is unpacked.
 */
function kept(all: readonly ArchiveEntry[], ignore: string | undefined): ArchiveEntry[] {
  const entries = [...new Map(all.map((entry) => [entry.path, entry])).values()].toSorted(byPath);
  const texts = new Map<string, string>();
  for (const entry of entries) {
    const isIgnoreFile = entry.kind === 'file' && entry.path.split('/').at(-1) === ignoreFileName;
    if (isIgnoreFile) texts.set(entry.path, Buffer.from(entry.content).toString('utf8'));
  }
  const isIgnored = sourceIgnoreFilter(texts, ignore);
  return entries.filter(({ path, kind }) => path === '.' || !isIgnored(path, kind === 'folder'));
}

function byPath(a: ArchiveEntry, b: ArchiveEntry): number {
  return a.path < b.path ? -1 : 1;
}

async function stored(what: string, signal: AbortSignal, act: () => Promise<Artifact>): Promise<Artifact> {
  try {
    return await act();
  } catch (thrown) {
    signal.throwIfAborted();
    throw storageFailure(`${what}: ${textOf(thrown)}`, thrown);
  }
}

function storageFailure(message: string, cause: unknown): SourceError {
  const condition = conditionTypes.storageOperationFailed;
  return new SourceError(reasons.archiveOperationFailed, message, { stage: 'archive', condition, cause });
}
