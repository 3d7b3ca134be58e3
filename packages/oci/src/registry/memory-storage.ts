import { createHash } from 'node:crypto';
import { checkSum } from '../reference/digest.ts';
import type { BlobWriter, RegistryStorage } from './registry-storage.ts';

/** Keeps everything in memory: for tests and for registries that need not outlive their process. */
export function createMemoryStorage(): RegistryStorage {
  const blobs = new Map<string, Uint8Array>();
  const records: RecordNode = { text: undefined, children: new Map() };

  return {
    blobSize: async (digest) => blobs.get(digest)?.length,
    async openBlob(digest, from = 0, to) {
      const bytes = blobs.get(digest);
      return bytes === undefined ? undefined : new Blob([Buffer.from(bytes.subarray(from, to))]).stream();
    },
    beginBlob: async () => memoryWriter((digest, bytes) => blobs.set(digest, bytes)),
    removeBlob: async (digest) => void blobs.delete(digest),
    readRecord: async (path) => find(records, path)?.text,
    async writeRecord(path, text) {
      let node = records;
      for (const name of path) {
        const next = node.children.get(name) ?? { text: undefined, children: new Map() };
        node.children.set(name, next);
        node = next;
      }
      node.text = text;
    },
    async removeRecord(path) {
      return remove(records, path);
    },
    listRecords: async (path) => [...(find(records, path)?.children.keys() ?? [])].toSorted(),
  };
}

interface RecordNode {
  text: string | undefined;
  readonly children: Map<string, RecordNode>;
}

function find(root: RecordNode, path: readonly string[]): RecordNode | undefined {
  let node: RecordNode | undefined = root;
  for (const name of path) node = node?.children.get(name);
  return node;
}

/** Takes a record away, and the branches that have nothing below them any more. */
function remove(node: RecordNode, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) {
    const isThere = node.text !== undefined;
    node.text = undefined;
    return isThere;
  }
  const child = node.children.get(name);
  if (child === undefined) return false;
  const isThere = remove(child, rest);
  if (child.text === undefined && child.children.size === 0) node.children.delete(name);
  return isThere;
}

function memoryWriter(store: (digest: string, bytes: Uint8Array) => void): BlobWriter {
  const parts: Uint8Array[] = [];
  const hash = createHash('sha256');
  let size = 0;
  return {
    get size() {
      return size;
    },
    async write(chunk) {
      // The caller may use its buffer again.
      parts.push(chunk.slice());
      hash.update(chunk);
      size += chunk.length;
    },
    async commit(digest) {
      checkSum(hash, digest);
      store(digest, Buffer.concat(parts, size));
    },
    async discard() {
      parts.length = 0;
    },
  };
}
