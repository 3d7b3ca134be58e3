import { posix } from 'node:path';
import type { FileTree } from '@flux19/kustomize';
import { decryptFile, formatForPath, isEncrypted, type Keyring, SopsError, type SopsFormat } from '@flux19/sops';
import { readFolder } from '../build/read-folder.ts';
import type { Redactor } from './redactor.ts';

/** What the files that a kustomization names are read from. */
export interface SourceDecryption {
  readonly tree: FileTree;
  readonly keyring: Keyring;
  readonly redactor: Redactor;
}

/** A kustomization as far as decryption cares for it. Read from files of others: any field may be anything. */
type Kustomization = Readonly<Record<string, unknown>>;

interface FileReference {
  readonly path: string;
  readonly format: SopsFormat;
}

/**
 * Decrypts the files that kustomizations make Secrets or patches of, from the given one down to every folder it builds upon.
 * Returns the tree with these files in plain text; nothing is written. As in Flux a file may have been changed without sops, but for what
 * is encrypted in it. Rejects with SopsError, which names the file.
 */
export async function decryptSources(
  root: Kustomization,
  path: string,
  decryption: SourceDecryption,
  signal: AbortSignal,
): Promise<FileTree> {
  const { tree } = decryption;
  const plain = new Map<string, Uint8Array>();
  const visited = new Set<string>([path]);
  const folders: { readonly path: string; readonly kustomization: Kustomization }[] = [{ path, kustomization: root }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const reference of referencesOf(folder.kustomization)) {
      await decrypt(posix.resolve('/', folder.path, reference.path), reference.format, plain, decryption, signal);
    }
    for (const name of textsOf(folder.kustomization, 'resources', 'components')) {
      const child = posix.resolve('/', folder.path, name);
      if (visited.has(child) || isRemote(name) || !tree.isDirectory(child)) continue;
      visited.add(child);
      const kustomization = readFolder(tree, child);
      if (kustomization !== undefined) folders.push({ path: child, kustomization });
    }
  }
  return plain.size === 0 ? tree : withPlainFiles(tree, plain);
}

async function decrypt(
  path: string,
  format: SopsFormat,
  plain: Map<string, Uint8Array>,
  { tree, keyring, redactor }: SourceDecryption,
  signal: AbortSignal,
): Promise<void> {
  const data = plain.has(path) ? undefined : tree.readFile(path);
  if (data === undefined || !isEncrypted(data, format)) return;
  try {
    const decrypted = await decryptFile(data, { input: format, keyring, ignoreMac: true }, signal);
    redactor.addFile(Buffer.from(decrypted).toString(), Buffer.from(data).toString());
    plain.set(path, decrypted);
  } catch (thrown) {
    throw named(thrown, path);
  }
}

function named(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof SopsError)) return thrown;
  return new SopsError(thrown.reason, `error decrypting sources: ${thrown.message} (${path.slice(1)})`, {
    cause: thrown,
  });
}

function referencesOf(kustomization: Kustomization): FileReference[] {
  const generators = objectsOf(kustomization, 'secretGenerator');
  const files = generators.flatMap((generator) => textsOf(generator, 'files')).map(fileReference);
  const environments = generators.flatMap((generator) => textsOf(generator, 'envs', 'env')).map(environmentReference);
  const patches = objectsOf(kustomization, 'patches')
    .flatMap((patch) => textsOf(patch, 'path'))
    .filter((path) => path !== '' && !isRemote(path))
    .map((path) => ({ path, format: formatForPath(path) }));
  return [...files, ...environments, ...patches];
}

/** `name=path`, or a path whose last part is the name. */
function fileReference(source: string): FileReference {
  const at = source.indexOf('=');
  const name = at < 0 ? source : source.slice(0, at);
  return { path: at < 0 ? source : source.slice(at + 1), format: formatForPath(name) };
}

function environmentReference(path: string): FileReference {
  const format = formatForPath(path);
  return { path, format: format === 'binary' ? 'dotenv' : format };
}

function objectsOf(kustomization: Kustomization, field: string): Kustomization[] {
  const list = kustomization[field];
  if (!Array.isArray(list)) return [];
  return list.filter((item): item is Kustomization => item !== null && typeof item === 'object');
}

function textsOf(kustomization: Kustomization, ...fields: readonly string[]): string[] {
  const values = fields.flatMap((field) => kustomization[field]);
  return values.filter((value): value is string => typeof value === 'string');
}

function isRemote(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/./i.test(path);
}

/** The versions tell that the content is another one, so that engines do not mix them up with the encrypted files. */
function withPlainFiles(tree: FileTree, plain: ReadonlyMap<string, Uint8Array>): FileTree {
  return {
    readFile: (path) => plain.get(path) ?? tree.readFile(path),
    isDirectory: (path) => tree.isDirectory(path),
    list: (path) => tree.list(path),
    resolve: (path) => tree.resolve(path),
    version: (path) => (plain.has(path) ? `decrypted ${tree.version?.(path)}` : tree.version?.(path)),
  };
}
