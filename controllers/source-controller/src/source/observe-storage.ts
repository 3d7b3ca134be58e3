import type { SourceObject } from '@flux19/api';
import type { Artifact, ArtifactStore } from '@flux19/artifacts';
import type { Logger } from '@flux19/runtime';
import { textOf } from './source-error.ts';

/** What became of the artifact that the status advertises. */
export interface ObservedStorage {
  /** There and intact; its URL is that of this process. */
  readonly artifact: Artifact | undefined;
  /** `missing` and `damaged`: advertised, but no longer to be had. */
  readonly state: 'none' | 'intact' | 'missing' | 'damaged';
  /** Why it counts as damaged. */
  readonly damage?: string;
}

/** Looks at the stored file: whether it is there, and still what it was. It is hashed anew on every pass, as Flux promises. */
export async function observeStorage(
  artifacts: Pick<ArtifactStore, 'exists' | 'verify' | 'urlOf'>,
  object: SourceObject,
  signal: AbortSignal,
): Promise<ObservedStorage> {
  const { artifact: advertised } = object.status ?? {};
  if (advertised === undefined) return { artifact: undefined, state: 'none' };
  const artifact = ownArtifact(object);
  if (artifact === undefined) return { artifact: undefined, state: 'missing' };
  if (!(await artifacts.exists(artifact))) return { artifact: undefined, state: 'missing' };
  try {
    await artifacts.verify(artifact, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    return { artifact: undefined, state: 'damaged', damage: textOf(thrown) };
  }
  return { artifact: { ...artifact, url: artifacts.urlOf(artifact.path) }, state: 'intact' };
}

/** The advertised artifact, if it lies in the object's own folder: whoever can write one status must not reach the files of others. */
export function ownArtifact({ kind, metadata, status }: SourceObject): Artifact | undefined {
  const folder = `${kind.toLowerCase()}/${metadata.namespace}/${metadata.name}/`;
  return status?.artifact?.path.startsWith(folder) === true ? status.artifact : undefined;
}

/** Removes what is damaged and what is too old. Old files that cannot be removed stop nothing. */
export async function tidyStorage(
  artifacts: Pick<ArtifactStore, 'remove' | 'collectGarbage'>,
  object: SourceObject,
  storage: ObservedStorage,
  log: Logger,
): Promise<void> {
  const advertised = ownArtifact(object);
  if (advertised === undefined) return;
  if (storage.state === 'damaged') await artifacts.remove(advertised);
  await artifacts.collectGarbage(advertised).catch((thrown: unknown) => {
    log.error('garbage collection of artifacts failed', thrown);
  });
}
