import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '@flux19/ports';
import { type ArchiveLimits, defaultArchiveLimits } from '../archive/archive-entry.ts';
import { readArchive } from '../archive/read-archive.ts';
import { type ArchiveEntries, writeArchive } from '../archive/write-archive.ts';
import type { Artifact, ArtifactOwner } from '../artifact.ts';
import { ArtifactError } from '../artifact-error.ts';
import { checkDigest, digestOf, digestOfFile } from '../digest.ts';
import type { ArtifactTree } from '../tree/artifact-tree.ts';
import { createArtifactTree } from '../tree/create-artifact-tree.ts';
import { TreeCache } from '../tree/tree-cache.ts';
import { artifactPath, folderPath, localPath } from './artifact-path.ts';
import type { ArtifactStore, ArtifactTarget } from './artifact-store.ts';
import { defaultRetention, findGarbage, type Retention, type StoredArtifact } from './garbage.ts';
import { KeptEntries } from './kept-entries.ts';
import { serveArtifacts } from './serve-artifacts.ts';

/** Where artifacts go and how long they stay. */
export interface ArtifactStoreOptions {
  /** Made when missing. Belongs to the store alone. */
  readonly folder: string;
  /** Host and port under which others reach `fetch`; may begin with `http://` or `https://`. */
  readonly advertisedAddress: string;
  readonly clock: Clock;
  /** Flux's default: 60 seconds and 2 files. */
  readonly retention?: Retention;
  readonly limits?: ArchiveLimits;
  /** How much unpacked content is kept in memory for consumers in this process; default 64 MiB. */
  readonly memoryBytes?: number;
}

const defaultMemoryBytes = 64 * 1024 * 1024;

/** A store on the disk of this machine. */
export function createArtifactStore(options: ArtifactStoreOptions): ArtifactStore {
  const { folder, clock, retention = defaultRetention, limits = defaultArchiveLimits } = options;
  const memoryBytes = options.memoryBytes ?? defaultMemoryBytes;
  const trees = new TreeCache(memoryBytes);
  const fileOf = (artifact: Artifact): string => localPath(folder, artifact.path);

  async function archive(target: ArtifactTarget, entries: ArchiveEntries, signal: AbortSignal): Promise<Artifact> {
    const path = artifactPath(target, target.fileName);
    const file = localPath(folder, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const unfinished = join(dirname(file), `.${target.fileName}.${randomUUID()}`);
    const kept = new KeptEntries(entries, memoryBytes / 2);
    try {
      const { digest, sizeBytes } = await writeArchive(unfinished, kept, signal);
      const now = clock.now();
      await utimes(unfinished, now / 1000, now / 1000);
      // Made before the file takes its place: entries that contradict each other are refused whole.
      const tree = kept.entries === undefined ? undefined : createArtifactTree(kept.entries);
      await rename(unfinished, file);
      if (tree !== undefined) trees.put(digest, tree);
      return describe(target, path, digest, sizeBytes, now);
    } catch (thrown) {
      await rm(unfinished, { force: true });
      throw thrown;
    }
  }

  async function put(target: ArtifactTarget, content: Uint8Array, signal: AbortSignal): Promise<Artifact> {
    const path = artifactPath(target, target.fileName);
    const file = localPath(folder, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const unfinished = join(dirname(file), `.${target.fileName}.${randomUUID()}`);
    try {
      await writeFile(unfinished, content, { mode: 0o600, flag: 'wx', signal });
      const now = clock.now();
      await utimes(unfinished, now / 1000, now / 1000);
      await rename(unfinished, file);
      return describe(target, path, digestOf(content), content.length, now);
    } catch (thrown) {
      await rm(unfinished, { force: true });
      throw thrown;
    }
  }

  function describe(target: ArtifactTarget, path: string, digest: string, size: number, now: number): Artifact {
    const { revision, metadata } = target;
    const lastUpdateTime = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
    const artifact = { digest, lastUpdateTime, path, revision, size, url: urlOf(path) };
    return metadata === undefined ? artifact : { ...artifact, metadata: { ...metadata } };
  }

  function urlOf(path: string): string {
    const { advertisedAddress: address } = options;
    return `${/^https?:\/\//.test(address) ? address : `http://${address}`}/${path}`;
  }

  async function exists(artifact: Artifact): Promise<boolean> {
    try {
      return (await lstat(fileOf(artifact))).isFile();
    } catch {
      return false;
    }
  }

  async function removeAll(owner: ArtifactOwner): Promise<boolean> {
    const path = localPath(folder, folderPath(owner));
    const hadFiles = (await filesIn(path)).length > 0;
    await rm(path, { recursive: true, force: true });
    return hadFiles;
  }

  async function collectGarbage(artifact: Artifact): Promise<readonly string[]> {
    const current = fileOf(artifact);
    const garbage = findGarbage(await filesIn(dirname(current)), current, retention, clock.now());
    for (const file of garbage) await rm(file, { force: true });
    return garbage.map((file) => file.slice(folder.length + 1));
  }

  async function open(artifact: Artifact, signal: AbortSignal): Promise<ArtifactTree> {
    signal.throwIfAborted();
    return trees.get(artifact.digest, async () => {
      const packed = await read(fileOf(artifact));
      checkDigest(digestOf(packed), artifact.digest);
      return createArtifactTree(await readArchive(packed, limits, { skipLinks: false }));
    });
  }

  return {
    archive,
    put,
    exists,
    verify: async (artifact, signal) => checkDigest(await digestOfFile(fileOf(artifact), signal), artifact.digest),
    remove: (artifact) => rm(fileOf(artifact), { force: true }),
    removeAll,
    collectGarbage,
    urlOf,
    open,
    fetch: serveArtifacts(folder),
  };
}

/** The files in a folder, unfinished ones included; none when it does not exist. */
async function filesIn(folder: string): Promise<StoredArtifact[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(names.map((name) => statusOf(join(folder, name))));
  return found.filter((file) => file !== undefined);
}

async function statusOf(path: string): Promise<StoredArtifact | undefined> {
  // Another pass may have removed it in the meantime.
  const status = await lstat(path).catch(() => undefined);
  return status?.isFile() === true ? { path, storedAt: status.mtimeMs } : undefined;
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw missing(cause);
  }
}

function missing(cause: unknown): ArtifactError {
  return new ArtifactError('NotFound', 'artifact not found', { cause });
}
