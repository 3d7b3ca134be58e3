import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { checkSum } from '../reference/digest.ts';
import type { BlobWriter, RegistryStorage } from './registry-storage.ts';

/** The name of the file that holds a record; folders of records may have the same name. */
const recordFile = '=record';

/**
 * Keeps everything in a folder, which is made when missing and belongs to the storage alone. Files take their places by renaming. What
 * was being received when a process ended stays in `uploads` and is removed by the next.
 */
export function createFolderStorage(folder: string): RegistryStorage {
  const uploads = join(folder, 'uploads');
  const blobFile = (digest: string): string => join(folder, 'blobs', fileName(digest));
  const recordFolder = (path: readonly string[]): string => join(folder, 'records', ...path.map(fileName));
  let cleared: Promise<void> | undefined;

  async function unfinished(): Promise<string> {
    cleared ??= rm(uploads, { recursive: true, force: true });
    await cleared;
    await mkdir(uploads, { recursive: true, mode: 0o700 });
    return join(uploads, randomUUID());
  }

  async function put(from: string, to: string): Promise<void> {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    const isPlaced = await whenThere(() => rename(from, to).then(() => true));
    if (isPlaced === true) return;
    // A removal next to it took the folder for empty.
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await rename(from, to);
  }

  return {
    blobSize: (digest) => whenThere(async () => (await stat(blobFile(digest))).size),
    openBlob: (digest, from, to) => whenThere(() => openFile(blobFile(digest), from, to)),
    beginBlob: async () => folderWriter(await unfinished(), blobFile, put),
    removeBlob: (digest) => rm(blobFile(digest), { force: true }),
    readRecord: (path) => whenThere(() => readFile(join(recordFolder(path), recordFile), 'utf8')),
    async writeRecord(path, text) {
      const file = await unfinished();
      await writeFile(file, text, { mode: 0o600, flag: 'wx' });
      await put(file, join(recordFolder(path), recordFile));
    },
    async removeRecord(path) {
      const at = recordFolder(path);
      const isThere = await whenThere(async () => {
        await rm(join(at, recordFile));
        return true;
      });
      await removeEmpty(at, join(folder, 'records'));
      return isThere ?? false;
    },
    async listRecords(path) {
      const names = (await whenThere(() => readdir(recordFolder(path)))) ?? [];
      return names
        .filter((name) => name !== recordFile)
        .map(nameOf)
        .toSorted();
    },
  };
}

async function openFile(
  file: string,
  from: number | undefined,
  to: number | undefined,
): Promise<ReadableStream<Uint8Array>> {
  const handle = await open(file, constants.O_RDONLY);
  const range = { ...(from === undefined ? {} : { start: from }), ...(to === undefined ? {} : { end: to - 1 }) };
  return Readable.toWeb(handle.createReadStream({ ...range, highWaterMark: 256 * 1024 })) as ReadableStream<Uint8Array>;
}

function folderWriter(
  file: string,
  blobFile: (digest: string) => string,
  put: (from: string, to: string) => Promise<void>,
): BlobWriter {
  const hash = createHash('sha256');
  const opening = open(file, 'wx', 0o600);
  opening.catch(() => undefined);
  let size = 0;

  async function discard(): Promise<void> {
    await (await opening).close();
    await rm(file, { force: true });
  }

  return {
    get size() {
      return size;
    },
    async write(chunk) {
      const handle = await opening;
      await handle.appendFile(chunk);
      hash.update(chunk);
      size += chunk.length;
    },
    async commit(digest) {
      try {
        checkSum(hash, digest);
      } catch (thrown) {
        await discard();
        throw thrown;
      }
      await (await opening).close();
      if (await isThere(blobFile(digest))) await rm(file, { force: true });
      else await put(file, blobFile(digest));
    },
    discard,
  };
}

/** Goes up from a folder and removes those that have become empty. */
async function removeEmpty(from: string, root: string): Promise<void> {
  for (let at = from; at !== root && at.startsWith(root); at = dirname(at)) {
    try {
      await rmdir(at);
    } catch {
      // Something is in it, or came in the meantime.
      return;
    }
  }
}

/** A name as a file: no separators, no dots that mean folders, short. Undone by `nameOf`. */
function fileName(name: string): string {
  const safe = encodeURIComponent(name).replaceAll('~', '%7E').replaceAll('%2F', '+').replaceAll('%3A', '~');
  return safe.startsWith('.') ? `%2E${safe.slice(1)}` : safe;
}

function nameOf(file: string): string {
  return decodeURIComponent(file.replaceAll('+', '%2F').replaceAll('~', '%3A'));
}

async function isThere(file: string): Promise<boolean> {
  return (await whenThere(() => access(file).then(() => true))) ?? false;
}

/** Undefined for what does not exist. */
async function whenThere<Result>(act: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await act();
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR'))
      return undefined;
    throw thrown;
  }
}
